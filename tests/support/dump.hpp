#pragma once
// pg_dump as the referee of a migration: two schemas are the same if their dumps hold the same entries. What a dump
// says by chance is taken out: the order of entries, the random key of \restrict, the SET lines that float between
// entries, limbeck's own two tables. Column order is a verdict of its own: an added column stands last, and that is
// right. Rows, index validity, statistics and sequence positions are not in a dump.

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::testing {

struct Entry {
  std::string type;         // TABLE, INDEX, FK CONSTRAINT, ACL ... as pg_dump calls it
  std::string title;        // "TABLE public.t"
  std::string text;         // its SQL, with the tablespace and access method that the floating lines gave it
  std::string sorted_text;  // the same with the columns of a table or composite type in order of their text
};

using Dump = std::vector<Entry>;  // sorted by title, then text

// The entries of `pg_dump --schema-only --no-owner`.
[[nodiscard]] Dump parse_dump(std::string_view output);

enum class Verdict { equal, column_order, different };

struct Difference {
  std::string type;
  std::string title;
  std::optional<std::string> actual;    // none: the entry is missing
  std::optional<std::string> expected;  // none: it should not be there
};

struct Comparison {
  Verdict verdict = Verdict::equal;
  std::vector<Difference> differences;  // where the verdict is `different`
};

[[nodiscard]] Comparison compare(const Dump& actual, const Dump& expected);

// Some entries are in both, with another text: printing expressions once more may make them equal.
[[nodiscard]] bool has_other_texts(const Comparison& comparison);

// "missing INDEX public.i", or "TABLE public.t" with its lines that differ, "-" expected and "+" actual.
[[nodiscard]] std::string to_text(const Difference& difference);

}  // namespace limbeck::testing
