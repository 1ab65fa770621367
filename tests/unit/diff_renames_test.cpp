// Which hints are followed, and which can't be (rule R31). Two models stand for the database and the model.

#include "diff/plan.hpp"
#include "model/error.hpp"
#include "toml/loader.hpp"

#include <doctest/doctest.h>

#include <string>
#include <string_view>
#include <vector>

using namespace limbeck;

namespace {

Schema schema_of(std::string_view text) {
  LoadResult loaded = load_models(std::vector<SourceFile>{{"m.toml", std::string(text)}}, {});
  for (const Diagnostic& each : loaded.diagnostics) MESSAGE(to_text(each));
  REQUIRE(loaded.diagnostics.empty());
  return std::move(loaded.schema);
}

std::string tables(std::string_view list) {
  std::string out;
  std::size_t begin = 0;
  while (begin < list.size()) {
    const std::size_t end = std::min(list.find(' ', begin), list.size());
    const std::string_view word = list.substr(begin, end - begin);
    const std::size_t from = word.find('<');
    out += "[table." + std::string(word.substr(0, from)) + "]\n";
    if (from != std::string_view::npos) out += "renamed_from = \"" + std::string(word.substr(from + 1)) + "\"\n";
    begin = end + 1;
  }
  return out;
}

// "ALTER TABLE public.a RENAME TO b" -> "a>b"
std::string renames_of(std::string_view before, std::string_view after) {
  Schema live = schema_of(tables(before));
  diff::AttributedScript renames;
  try {
    diff::append_renames(diff::follow_renames(live, schema_of(tables(after))), renames);
  } catch (const Error& error) {
    return error.what();
  }
  std::string out;
  for (const sql::Statement& each : renames.script.statements()) {
    const std::string_view text = each.text;
    const std::size_t name = text.find("public.") + 7;
    const std::size_t rename = text.find(" RENAME TO ");
    out += (out.empty() ? "" : " ") + std::string(text.substr(name, rename - name)) + ">" +
           std::string(text.substr(rename + 11));
  }
  return out;
}

}  // namespace

TEST_CASE("R31: hints of renames are followed once") {
  struct Row {
    std::string_view before, after, expected;
  };
  const Row rows[] = {
      {"a", "b<a", "a>b"},
      {"b", "b<a", ""},       // done already
      {"", "b<a", ""},        // never was
      {"a", "a<a", ""},       // says nothing
      {"a", "b<a a", "a>b"},  // a new object under the old name
      {"a b", "b<a a", ""},   // which is there now
      {"a b", "c<b b<a", "b>c a>b"},
      {"b c", "c<b b<a", ""},
      {"a b", "c<b b<a a", "b>c a>b"},
      {"a b c", "c<b b<a a", ""},
      {"a b", "b<a", "table 'public.b' is renamed from 'public.a', but the database has both"},
      {"a b", "a<b b<a",
       "table 'public.b' and 'public.a' are renamed in a circle: nobody could tell whether that was done yet"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.before);
    CAPTURE(row.after);
    CHECK(renames_of(row.before, row.after) == row.expected);
  }
}

TEST_CASE("R31: so are those of an enum's values") {
  const auto value = [](std::string_view name, std::string_view from) {
    return "{ name = '" + std::string(name) + "', renamed_from = '" + std::string(from) + "' }";
  };
  struct Row {
    std::string before, after, expected;
  };
  const Row rows[] = {
      {"'new'", value("open", "new"), "'new','open'"},
      {"'open'", value("open", "new"), ""},                     // done already
      {"'new', 'open'", "'new', " + value("open", "new"), ""},  // done, and the old name is new again
      {"'a', 'b'", value("c", "b") + ", " + value("b", "a"), "'a','b' 'b','c'"},
      {"'b', 'c'", value("b", "a") + ", " + value("c", "b"), ""},
  };
  for (const Row& row : rows) {
    CAPTURE(row.before);
    CAPTURE(row.after);
    Schema live = schema_of("[enum.e]\nvalues = [" + row.before + "]\n");
    std::string found;
    for (const auto& each : diff::follow_renames(live, schema_of("[enum.e]\nvalues = [" + row.after + "]\n"))) {
      for (const Renaming& label : each.labels)
        found += (found.empty() ? "'" : " '") + label.from.name + "','" + label.to + "'";
    }
    CHECK(found == row.expected);
  }
}
