#pragma once
// The format of a revision file: text -> Revision, RevisionDraft -> text. No file is opened here (directory.hpp does).
//
// A header of comment lines (message, then `Revision:`, `Revises:`, `Created:`, `Depends-On:`, `Branch-Labels:`), then
// sections below `-- limbeck:upgrade` and `-- limbeck:downgrade` lines, each with `no-transaction` after it or not.
// Or instead of sections `-- limbeck:applied-only`: another tool's revision, whose SQL is not known.

#include "history/revision.hpp"
#include "model/diagnostic.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck::history {

// Nothing, and no diagnostic, if the text is no revision: neither a `Revision:` field nor a directive stands in it.
// Otherwise every mistake found is appended to `diagnostics`; with an error among them there is no Revision.
[[nodiscard]] std::optional<Revision> parse_revision(std::string_view text, const std::string& path,
                                                     Diagnostics& diagnostics);

// The text of a file for `draft`, whose id must be set. `created` as it is to be written. What a message, a note or a
// label says can not become a field, a directive or SQL: control characters become spaces, and a line that would read
// as more than a comment is marked with `* `. Throws Error if the sections would not read back as they are given.
[[nodiscard]] std::string render_revision(const RevisionDraft& draft, std::string_view created);

// R44: [0-9a-z_]{1,40}, and no word that means something else on the command line.
[[nodiscard]] bool is_revision_id(std::string_view text);

// Letters, digits, '_', '-' and '.', a letter first, and no such word either.
[[nodiscard]] bool is_branch_label(std::string_view text);

}  // namespace limbeck::history
