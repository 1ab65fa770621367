// What was found, in the words of programs.

#include "report/writers.hpp"
#include "support/json_schema.hpp"

#include <doctest/doctest.h>

#include <fstream>
#include <sstream>

using namespace limbeck;
using limbeck::testing::complaints;
using Json = nlohmann::ordered_json;

namespace {

Json file(const std::string& name) {
  std::ifstream stream(std::string(LIMBECK_SOURCE_DIR) + "/" + name);
  return Json::parse(stream);
}

report::Report sample() {
  report::Report report;
  report.command = "check";
  report.tool_version = "0.1.0";
  report.status = 2;
  report.rules = {{"difference-changed", "It is another."}, {"mistake", "It can not be read."}};
  sql::Statement statement{"ALTER TABLE t ALTER COLUMN c TYPE text",
                           {{sql::hazard::rewrite, "rewrites t", "public.t"}}};
  report::Difference difference{"changed", "column", "public.t.c", "integer", "text", {statement}, {}};
  report.findings.push_back({"difference-changed",
                             Severity::error,
                             "changed column 'public.t.c'",
                             "",
                             {"models/ä b.toml", {3, 7}},
                             difference});
  report.findings.push_back({"mistake", Severity::warning, "100%, \"so\": \xff\nit is", "do, this: now", {}});
  report.upgrade = "-- limbeck:upgrade\n";
  report.downgrade = "";
  return report;
}

}  // namespace

TEST_CASE("report: JSON as its schema says") {
  const Json schema = Json::parse(report::json_schema());
  CHECK(schema == file("schemas/report.json"));
  report::Report report = sample();
  Json json = Json::parse(report::to_json(report));
  CHECK(complaints(schema, json) == std::vector<std::string>{});
  CHECK(json["version"] == 1);
  CHECK(json["status"] == 2);
  const Json& first = json["findings"][0];
  CHECK(first["file"] == "models/ä b.toml");
  CHECK(first["line"] == 3);
  CHECK(first["column"] == 7);
  CHECK(first["difference"]["was"] == "integer");
  CHECK(first["difference"]["upgrade"][0]["hazards"][0]["name"] == "REWRITE");
  CHECK_FALSE(json["findings"][1].contains("line"));
  CHECK(json["findings"][1]["hint"] == "do, this: now");
  CHECK(json["sql"]["upgrade"] == "-- limbeck:upgrade\n");
  CHECK_FALSE(json.contains("failure"));

  report.failure = report::Failure{"it broke", ""};
  report.upgrade.reset();
  report.downgrade.reset();
  report.findings.clear();
  json = Json::parse(report::to_json(report));
  CHECK(complaints(schema, json) == std::vector<std::string>{});
  CHECK(json["failure"]["message"] == "it broke");
  CHECK_FALSE(json.contains("sql"));
}

TEST_CASE("report: SARIF has what the standard asks for") {
  const Json schema = file("tests/support/sarif.json");
  report::Report report = sample();
  report.failure = report::Failure{"it broke", "mend it"};
  const Json json = Json::parse(report::to_sarif(report));
  CHECK(complaints(schema, json) == std::vector<std::string>{});
  const Json& run = json["runs"][0];
  CHECK(run["invocations"][0]["executionSuccessful"] == false);
  CHECK(run["invocations"][0]["exitCode"] == 2);
  const Json& first = run["results"][0];
  CHECK(run["tool"]["driver"]["rules"][first["ruleIndex"].get<std::size_t>()]["id"] == first["ruleId"]);
  const Json& place = first["locations"][0]["physicalLocation"];
  CHECK(place["artifactLocation"]["uri"] == "models/%C3%A4%20b.toml");
  CHECK(place["region"] == Json{{"startLine", 3}, {"startColumn", 7}});
  CHECK(first["locations"][0]["logicalLocations"][0]["fullyQualifiedName"] == "public.t.c");
  CHECK_FALSE(run["results"][1].contains("locations"));
}

TEST_CASE("report: annotations are escaped") {
  report::Report report = sample();
  CHECK(report::to_github(report) ==
        "::error file=models/ä b.toml,line=3,col=7,title=limbeck check%3A difference-changed::changed column "
        "'public.t.c'\n"
        "::warning title=limbeck check%3A mistake::100%25, \"so\": \xff%0Ait is%0Ahint: do, this: now\n");
  report.findings = {{"mistake", Severity::note, "m", "", {"a,b:c%.toml", {}}}};
  CHECK(report::to_github(report) == "::notice file=a%2Cb%3Ac%25.toml,title=limbeck check%3A mistake::m\n");
  report.findings.clear();
  CHECK(report::to_github(report).empty());
}

TEST_CASE("report: files are told from the root, where they lie below it") {
  report::Report report;
  const std::filesystem::path here = std::filesystem::current_path();
  report.root = here.parent_path();
  CHECK(report::file_from_root(report, {"models/a.toml", {}}) == here.filename().string() + "/models/a.toml");
  report.root = here / "elsewhere";
  CHECK(report::file_from_root(report, {"models/a.toml", {}}) == "models/a.toml");
  report.root.clear();
  CHECK(report::file_from_root(report, {"../a.toml", {}}) == "../a.toml");
}
