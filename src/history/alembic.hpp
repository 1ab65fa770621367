#pragma once
// Alembic's revisions, as far as they say who they are: the heads of its Python files, which nobody runs, and the SQL
// that `alembic upgrade --sql` and `alembic downgrade --sql` print. No file is opened here but by alembic_revisions.

#include "history/revision.hpp"
#include "model/diagnostic.hpp"

#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::history {

// Id, parents, labels, message and date, without sections. Nothing if the text assigns no `revision`. What is no
// literal is an error with its line.
[[nodiscard]] std::optional<Revision> read_alembic_header(std::string_view text, const std::string& path,
                                                          Diagnostics& diagnostics);

// Of all *.py files below the directories; names in depends_on may be labels there or beginnings of ids, and are ids
// here. Throws Error (status history) with all mistakes.
[[nodiscard]] std::vector<Revision> alembic_revisions(const std::vector<std::filesystem::path>& directories);

// By id, the units below each `-- Running upgrade a -> b` (or downgrade) line, without what moves Alembic's version
// table. Statements outside of BEGIN and COMMIT make units without a transaction. Throws Error for text that does not
// split.
[[nodiscard]] std::map<std::string, std::vector<Unit>> alembic_units(std::string_view script, Direction direction);

}  // namespace limbeck::history
