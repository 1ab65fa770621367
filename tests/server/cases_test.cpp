// tests/cases/<kind>/<what_happens>/: from.toml (nothing: an empty database), to.toml, and the SQL between the two as
// it was last reviewed, up.sql and down.sql. tools/update-goldens writes the SQL anew; read the difference before you
// commit.

// Other versions than 15 print some texts in other words: there only what the SQL does is looked at. A case whose
// to.toml begins with `# PostgreSQL 18` is for that version and later ones, and was reviewed on it.

#include "kinds/all.hpp"
#include "support/cluster.hpp"
#include "support/migration.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <vector>

using namespace limbeck;

namespace {

const std::filesystem::path cases = std::filesystem::path(LIMBECK_SOURCE_DIR) / "tests" / "cases";

std::vector<std::filesystem::path> all_cases() {
  std::vector<std::filesystem::path> found;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(cases)) {
    if (entry.path().filename() == "to.toml") found.push_back(entry.path().parent_path());
  }
  std::sort(found.begin(), found.end());
  return found;
}

std::string read(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// The version that cases were reviewed on, and the first that a case is for.
constexpr int usual_major = 15;
int first_major(const std::string& model) {
  const std::string sign = "# PostgreSQL ";
  return model.starts_with(sign) ? std::stoi(model.substr(sign.size())) : 0;
}
// `# before PostgreSQL 17: why`: what later versions still get wrong.
int end_major(const std::string& model) {
  const std::string sign = "# before PostgreSQL ";
  return model.starts_with(sign) ? std::stoi(model.substr(sign.size())) : 0;
}

void check_golden(const std::filesystem::path& path, const std::string& text) {
  if (std::getenv("LIMBECK_UPDATE_GOLDENS") != nullptr) std::ofstream(path) << text;
  CHECK(text == read(path));
}

std::string built(const std::string& model, const std::string& name) {
  const std::string database = testing::Cluster::shared().create_database(name);
  pg::Connection connection(testing::Cluster::shared().url(database));
  testing::apply(connection, testing::plan_to_model(connection, model).upgrade);
  return database;
}

}  // namespace

TEST_CASE("cases: the reviewed SQL leads from one model to the other and back") {
  for (const std::filesystem::path& path : all_cases()) {
    CAPTURE(path.lexically_relative(cases).string());
    const std::string from = read(path / "from.toml");
    const std::string to = read(path / "to.toml");
    const int major = testing::Cluster::shared().major_version();
    if (major < first_major(to)) {
      MESSAGE("skipped on PostgreSQL " << major << ": it is for " << first_major(to));
      continue;
    }
    if (end_major(to) != 0 && major >= end_major(to)) {
      MESSAGE("skipped on PostgreSQL " << major << ": " << to.substr(0, to.find('\n')));
      continue;
    }
    const std::string live = built(from, "live");
    const std::string origin = built(from, "origin");
    const std::string wanted = built(to, "wanted");
    pg::Connection connection(testing::Cluster::shared().url(live));
    const diff::Plan plan = testing::plan_to_model(connection, to, "to.toml");
    if (major == std::max(usual_major, first_major(to))) {
      check_golden(path / "up.sql", testing::text_of(plan.upgrade));
      check_golden(path / "down.sql", testing::text_of(plan.downgrade));
    }
    testing::apply(connection, plan.upgrade);
    testing::check_equal(live, wanted);
    CHECK(testing::changes_of(testing::plan_to_model(connection, to)) == "");
    testing::apply(connection, plan.downgrade);
    testing::check_equal(live, origin);
  }
}

TEST_CASE("cases: every kind has one") {
  std::set<std::string> folders;
  for (const std::filesystem::path& path : all_cases()) {
    folders.insert(path.lexically_relative(cases).begin()->string());
  }
  for (const std::string_view kind : Kinds::names) {
    std::string folder(kind);
    std::replace(folder.begin(), folder.end(), ' ', '_');
    CHECK_MESSAGE(folders.contains(folder), folder);
  }
}
