// The commands that the READMEs of schemas/examples show, run as they stand there.

#include "pg/process.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace limbeck::testing {
namespace {

namespace fs = std::filesystem;

struct Line {
  std::string command;
  int status = 0;
};

// "    $ limbeck upgrade head    # status 4"
std::vector<Line> commands_of(const fs::path& readme) {
  std::vector<Line> lines;
  std::ifstream stream(readme);
  const std::string prompt = "    $ ";
  const std::string mark = "# status ";
  for (std::string line; std::getline(stream, line);) {
    if (!line.starts_with(prompt)) continue;
    const std::size_t status = line.find(mark);
    lines.push_back({line.substr(prompt.size(), status == std::string::npos ? status : status - prompt.size()),
                     status == std::string::npos ? 0 : std::stoi(line.substr(status + mark.size()))});
  }
  return lines;
}

}  // namespace

TEST_CASE("examples: the commands of their READMEs do what is said of them") {
  const fs::path examples = fs::path(LIMBECK_SOURCE_DIR) / "schemas/examples";
  for (const fs::directory_entry& example : fs::directory_iterator(examples)) {
    const std::string name = example.path().filename().string();
    CAPTURE(name);
    const std::vector<Line> lines = commands_of(example.path() / "README.md");
    CHECK(lines.size() >= 10);
    Cluster& cluster = Cluster::shared();
    if (name == "kanver" && !cluster.has_extension("postgis")) {
      MESSAGE("example kanver skipped: the extension postgis is not installed");
      continue;
    }
    const std::string database = cluster.create_from((example.path() / "before.sql").string(), "example");
    const TemporaryDirectory checkout;
    fs::copy(example.path(), checkout.path(), fs::copy_options::recursive | fs::copy_options::overwrite_existing);
    auto environment = clean_environment();
    environment.emplace_back("DATABASE_URL", cluster.url(database));
    environment.emplace_back("PATH", fs::path(LIMBECK_BINARY).parent_path().string() + ":" + std::getenv("PATH"));
    for (const Line& line : lines) {
      CAPTURE(line.command);
      const pg::Outcome outcome = pg::run({{"sh", "-c", line.command}, checkout.path().string(), environment});
      CAPTURE(outcome.err);
      REQUIRE(outcome.status == line.status);
    }
    cluster.drop_database(database);
  }
}

}  // namespace limbeck::testing
