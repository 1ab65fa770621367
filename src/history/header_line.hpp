#pragma once
// The two forms of a comment line that mean something in a revision file, a header field and a directive, and how to
// write a comment that is neither.

#include <optional>
#include <string>
#include <string_view>

namespace limbeck::history {

namespace field {
inline constexpr std::string_view revision = "Revision";
inline constexpr std::string_view revises = "Revises";
inline constexpr std::string_view created = "Created";
inline constexpr std::string_view depends_on = "Depends-On";
inline constexpr std::string_view branch_labels = "Branch-Labels";
}  // namespace field

struct Field {
  std::string_view name;   // as one of `field`; a near miss as it was written
  std::string_view value;  // without white space around it; views into the line
  std::string meant;       // of a near miss the name that was likely meant, else empty
};

// `-- Name: value`, the case of the name and white space being free. Not a field: a name that resembles none.
[[nodiscard]] std::optional<Field> read_field(std::string_view line);

// What follows the colon of `-- limbeck:`, however it was spaced and capitalised (it is an error to write it otherwise
// than so at the start of a line, but a misspelled directive must never pass as a comment).
[[nodiscard]] std::optional<std::string_view> read_directive(std::string_view line);

inline constexpr std::string_view directive_start = "-- limbeck:";

// What a note begins with that names a hazard which `revision --allow` accepted.
inline constexpr std::string_view allowed_note = "Allowed: ";

// The text as one comment line, `--` in front and no line end. Control and direction characters become spaces; what
// would read as a field or a directive is marked with `* `: in a note a near miss of a field's name too, since the
// parser takes that for a mistake everywhere but in the first line, the message.
[[nodiscard]] std::string message_line(std::string_view text);
[[nodiscard]] std::string note_line(std::string_view text);

// The text without control characters (rules.md section 8, 6): what a header's lines hold.
[[nodiscard]] std::string single_line(std::string_view text);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace limbeck::history
