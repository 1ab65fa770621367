#include "history/directory.hpp"
#include "model/error.hpp"

#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <sstream>

using namespace limbeck;
using namespace limbeck::history;
namespace fs = std::filesystem;

namespace {

class Folder {
 public:
  Folder() {
    std::string name = (fs::temp_directory_path() / "limbeck-history-XXXXXX").string();
    REQUIRE(::mkdtemp(name.data()) != nullptr);
    directory.path = name;
  }
  ~Folder() { fs::remove_all(directory.path); }
  Folder(const Folder&) = delete;
  Folder& operator=(const Folder&) = delete;

  void write(const std::string& name, std::string_view text) const {
    fs::create_directories((directory.path / name).parent_path());
    std::ofstream(directory.path / name, std::ios::binary) << text;
  }

  Directory directory;
};

std::string text_of(const fs::path& path) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.str();
}

}  // namespace

TEST_CASE("revisions are written and found again") {
  ::setenv("SOURCE_DATE_EPOCH", "1792584000", 1);
  const Folder folder;
  RevisionDraft first;
  first.message = "Create customers";
  first.id = "a1";
  first.upgrade = {{true, "CREATE TABLE customers ();"}};
  const fs::path path = write_revision(folder.directory, load_history(folder.directory), first);
  CHECK(path.filename() == "a1_create_customers.sql");
  CHECK(text_of(path).find("-- Created: 2026-10-21T12:00:00Z\n") != std::string::npos);

  RevisionDraft second;
  second.message = "next";
  second.down_revisions = {"a1"};
  write_revision(folder.directory, load_history(folder.directory), second);
  CHECK(second.id.size() == 12);
  folder.write("deep/er/x.sql", "-- third\n-- Revision: c1\n-- Revises: " + second.id + "\n");
  folder.write("seed.sql", "INSERT INTO t VALUES (1);\n");
  folder.write("notes.txt", "-- Revision: zz\n");
  folder.write(".hidden.sql", "-- Revision: zz\n-- limbeck:x\n");

  const RevisionGraph graph = load_history(folder.directory);
  CHECK(graph.revisions().size() == 3);
  CHECK(graph.heads() == Ids{"c1"});
  CHECK(graph.at("a1").upgrade.front().statements.size() == 1);
  for (const auto& entry : fs::recursive_directory_iterator(folder.directory.path)) {
    CHECK(entry.path().extension() != ".tmp");
  }

  RevisionDraft again = first;
  CHECK_THROWS_AS(write_revision(folder.directory, graph, again), Error);
  // A file of that name that is no revision is not replaced either.
  RevisionDraft other;
  other.id = "d1";
  folder.write("d1.sql", "SELECT 1;\n");
  CHECK_THROWS_AS(write_revision(folder.directory, graph, other), Error);
  CHECK(text_of(folder.directory.path / "d1.sql") == "SELECT 1;\n");
  ::unsetenv("SOURCE_DATE_EPOCH");
}

TEST_CASE("R44: a draft must fit into the graph") {
  const Folder folder;
  const RevisionGraph graph = load_history(folder.directory);
  RevisionDraft rows[5];
  rows[0].id = "a:b";
  rows[1].id = "heads";
  rows[2].id = std::string(41, 'a');
  rows[3].down_revisions = {"zz"};
  rows[4].branch_labels = {"a@b"};
  for (RevisionDraft& row : rows) {
    CAPTURE(row.id);
    CHECK_THROWS_AS(write_revision(folder.directory, graph, row), Error);
  }
  CHECK(fs::is_empty(folder.directory.path));
}

TEST_CASE("all mistakes of all files are reported at once") {
  const Folder folder;
  folder.write("a.sql", "-- m\n-- Revision: A\n");
  folder.write("b.sql", "-- m\n-- Revision: b\n-- limbeck:up\n");
  fs::create_symlink("/etc/hostname", folder.directory.path / "c.sql");
  try {
    static_cast<void>(load_history(folder.directory));
    FAIL("no error");
  } catch (const Error& error) {
    CHECK(error.status == ExitStatus::history);
    CHECK(error.diagnostics.size() == 3);
  }
  CHECK_THROWS_AS(static_cast<void>(load_history({folder.directory.path / "none", "{rev}", "UTC"})), Error);
}
