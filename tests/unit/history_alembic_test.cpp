#include "history/alembic.hpp"
#include "model/error.hpp"

#include <doctest/doctest.h>

#include <string>
#include <vector>

using namespace limbeck;
using namespace limbeck::history;
using Strings = std::vector<std::string>;

namespace {

std::optional<Revision> read(const std::string& text, std::size_t mistakes = 0) {
  Diagnostics diagnostics;
  auto revision = read_alembic_header(text, "v/a.py", diagnostics);
  CAPTURE(text);
  CHECK(diagnostics.size() == mistakes);
  return revision;
}

}  // namespace

TEST_CASE("Alembic's headers are read, never run") {
  const auto first = read(
      "# coding\n\"\"\"add it; all\n\nRevision ID: ae1\nRevises: \nCreate Date: 2024-01-02 03:04:05.678901\n\nrevision "
      "= 'no'\n"
      "\"\"\"\nfrom alembic import op\n\nrevision: str = 'ae1'  # mine\ndown_revision: Union[str, None] = None\n"
      "branch_labels = ('shop',)\ndepends_on = None\n\ndef upgrade():\n    revision = 'other'\n");
  REQUIRE(first);
  CHECK(first->id == "ae1");
  CHECK(first->message == "add it; all");
  CHECK(first->created == "2024-01-02T03:04:05Z");
  CHECK(first->down_revisions.empty());
  CHECK(first->branch_labels == Strings{"shop"});
  CHECK(first->where.line == 12);

  const auto merge =
      read("'''m\n'''\nrevision = \"m1\"\ndown_revision = (\n    'a', # one\n    \"b\",\n)\ndepends_on = ['x']\n");
  REQUIRE(merge);
  CHECK(merge->down_revisions == Strings{"a", "b"});
  CHECK(merge->depends_on == Strings{"x"});

  CHECK_FALSE(read("import os\nrevisions = 'a'\n"));
  CHECK_FALSE(read("revision = 'AE1-x'\n", 1));
  CHECK_FALSE(read("revision = make_id()\n", 2));
  for (const char* wrong : {"'a' + 'b'", "('a' 'b')", "('a', x)", "f'a'", "('a',", "NoneType", "'''a'''", "''"}) {
    CAPTURE(wrong);
    CHECK(read(std::string("revision = 'a1'\ndown_revision = ") + wrong + "\n", 1));
  }
}

TEST_CASE("the SQL that Alembic prints becomes units, without the moves of its version table") {
  const std::string up =
      "BEGIN;\n\nCREATE TABLE alembic_version (\n    version_num VARCHAR(32) NOT NULL\n);\n\n-- Running upgrade  -> "
      "a1\n\n"
      "CREATE TABLE a (id int);\n\nINSERT INTO a VALUES (';');\n\n"
      "INSERT INTO alembic_version (version_num) VALUES ('a1') RETURNING alembic_version.version_num;\n\n"
      "-- Running upgrade a1 -> b2\n\nCOMMIT;\n\nCREATE INDEX CONCURRENTLY ix ON a (id);\n\nBEGIN;\n\n"
      "UPDATE a SET id = 2;\n\n"
      "UPDATE alembic_version SET version_num='b2' WHERE alembic_version.version_num = 'a1';\n\n"
      "-- Running upgrade b2, c3 -> m4\n\nDELETE FROM public.alembic_version WHERE version_num = 'c3';\n\nCOMMIT;\n";
  const auto units = alembic_units(up, Direction::upgrade);
  REQUIRE(units.size() == 3);
  REQUIRE(units.at("a1").size() == 1);
  CHECK(units.at("a1")[0].transaction);
  CHECK(units.at("a1")[0].sql == "CREATE TABLE a (id int);\nINSERT INTO a VALUES (';');\n");
  REQUIRE(units.at("b2").size() == 2);
  CHECK_FALSE(units.at("b2")[0].transaction);
  CHECK(units.at("b2")[1].sql == "UPDATE a SET id = 2;\n");
  CHECK(units.at("m4").empty());

  const auto down = alembic_units(
      "BEGIN;\n-- Running downgrade a1 -> \nDROP TABLE a;\nDELETE FROM alembic_version WHERE "
      "alembic_version.version_num = 'a1';\nDROP TABLE alembic_version;\nCOMMIT;\n",
      Direction::downgrade);
  CHECK(down.at("a1").at(0).sql == "DROP TABLE a;\n");
  CHECK_THROWS_AS(static_cast<void>(alembic_units("-- Running upgrade  -> a1\nSELECT 'x", Direction::upgrade)), Error);
}
