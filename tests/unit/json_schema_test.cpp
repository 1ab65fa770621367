// The JSON Schemas of what people write: they are those in schemas/, and take what the loader takes.

#include "cli/json_schema.hpp"

#include "support/json_schema.hpp"
#include "toml/document.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

using namespace limbeck;
using limbeck::testing::complaints;
using Json = nlohmann::ordered_json;

namespace {

const std::filesystem::path source = LIMBECK_SOURCE_DIR;

std::string text_of(const std::filesystem::path& file) {
  std::ifstream stream(file);
  std::ostringstream text;
  text << stream.rdbuf();
  return text.str();
}

Json json_of(const Field& field) {
  switch (field.type) {
    case Field::Type::text:
      return field.text.value;
    case Field::Type::flag:
      return field.text.value == "true";
    case Field::Type::number:
      return Json::parse(field.text.value);
    case Field::Type::list: {
      Json out = Json::array();
      for (const Field& item : field.items) out.push_back(json_of(item));
      return out;
    }
    case Field::Type::table:
      break;
  }
  Json out = Json::object();
  for (const Field& item : field.items) out[item.key.value] = json_of(item);
  return out;
}

Json parsed(std::string text) {
  const Document document = parse_toml({"a.toml", std::move(text)}, 0);
  REQUIRE(document.root.has_value());
  return json_of(*document.root);
}

}  // namespace

TEST_CASE("JSON Schema: the files in schemas/ are what limbeck schema prints") {
  CHECK(text_of(source / "schemas/models.json") == cli::models_schema());
  CHECK(text_of(source / "schemas/config.json") == cli::config_schema());
  CHECK(cli::sections_without_example() == std::vector<std::string_view>{});
}

TEST_CASE("JSON Schema: every model of the tests and examples fits") {
  const Json schema = Json::parse(cli::models_schema());
  std::size_t count = 0;
  for (const char* folder : {"tests/cases", "schemas/examples"}) {
    for (const auto& file : std::filesystem::recursive_directory_iterator(source / folder)) {
      if (file.path().extension() != ".toml" || file.path().filename() == "limbeck.toml") continue;
      CAPTURE(file.path().string());
      CHECK(complaints(schema, parsed(text_of(file.path()))) == std::vector<std::string>{});
      ++count;
    }
  }
  CHECK(count > 100);
}

TEST_CASE("JSON Schema: what the loader refuses by its shape does not fit") {
  const Json schema = Json::parse(cli::models_schema());
  for (const char* text : {
           "[tables.t]",
           "[table.t]\ncolour = 'red'",
           "[table.t]\ncomment = 3",
           "[table.t]\nunlogged = 'true'",
           "[table.t.columns]\nid = 3",
           "[table.t.columns]\nid = { type = 'integer' }",
           "[table.t.columns]\nid = { definition = 'integer', statistics = '3' }",
           "[enum.e]\nvalues = [1]",
           "[enum.e]\nvalues = [{ nam = 'a' }]",
           "[enum]\ne = 'a'",
           "[table.t]\nwith = { fillfactor = [70] }",
           "[view.v.indexes]\ni = '(a)'",
           "[schema.s.extension.e]",
           "[table.\"\"]",
           "default_schema = 1",
       }) {
    CAPTURE(text);
    CHECK_FALSE(complaints(schema, parsed(text)).empty());
  }
}

TEST_CASE("JSON Schema: limbeck.toml") {
  const Json schema = Json::parse(cli::config_schema());
  CHECK(complaints(schema, parsed("[database]\nurl = 'x'\nschemas = ['a', 'b']\n[compare]\nlive = false\n")) ==
        std::vector<std::string>{});
  for (const char* text : {"[databse]\nurl = 'x'", "[database]\nurll = 'x'", "[compare]\nlive = 'no'",
                           "[models]\npaths = 'a.toml'", "[models]\npaths = [1]"}) {
    CAPTURE(text);
    CHECK_FALSE(complaints(schema, parsed(text)).empty());
  }
  const Json& url = schema["properties"]["database"]["properties"]["url"];
  CHECK(url["default"] == "${DATABASE_URL:-}");
  CHECK(url["examples"][0] == "postgresql://app@localhost:5432/app");
}
