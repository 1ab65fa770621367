#include "history/header_line.hpp"
#include "history/naming.hpp"
#include "history/revision_file.hpp"
#include "history/sha256.hpp"
#include "model/error.hpp"

#include <doctest/doctest.h>

#include <cstdlib>

using namespace limbeck;
using namespace limbeck::history;

namespace {

struct Read {
  std::optional<Revision> revision;
  Diagnostics diagnostics;
};

Read read(std::string_view text) {
  Read result;
  result.revision = parse_revision(text, "m/a.sql", result.diagnostics);
  return result;
}

const std::string header = "-- add\n--\n-- Revision: a1\n-- Revises:\n\n";

}  // namespace

TEST_CASE("sha256 agrees with FIPS 180-4's examples") {
  CHECK(sha256("") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
  CHECK(sha256("abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
  CHECK(sha256("abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq") ==
        "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
  CHECK(sha256(std::string(1000000, 'a')) == "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
}

TEST_CASE("a revision file is read") {
  const auto [revision, diagnostics] = read(
      "-- add email verification\r\n--\r\n-- Revision: 7c1e0f9a2b44\r\n-- Revises: b08e1f353e69, c1\r\n"
      "-- Created: 2026-10-21T12:00:00Z\r\n-- Depends-On: d1\r\n-- Branch-Labels: billing\r\n-- proven\r\n\r\n"
      "-- limbeck:upgrade\r\nALTER TABLE t\r\n  ADD a int;\r\nSELECT 1;\r\n\r\n"
      "-- limbeck:downgrade no-transaction\r\nDROP INDEX CONCURRENTLY i;\r\n\r\n"
      "-- limbeck:upgrade no-transaction\r\n-- hazard X: y\r\nCREATE INDEX CONCURRENTLY i ON t (a);\r\n");
  for (const Diagnostic& each : diagnostics) MESSAGE(to_text(each));
  REQUIRE(revision);
  CHECK(revision->id == "7c1e0f9a2b44");
  CHECK(revision->message == "add email verification");
  CHECK(revision->down_revisions == std::vector<std::string>{"b08e1f353e69", "c1"});
  CHECK(revision->depends_on == std::vector<std::string>{"d1"});
  CHECK(revision->branch_labels == std::vector<std::string>{"billing"});
  CHECK(revision->created == "2026-10-21T12:00:00Z");
  REQUIRE(revision->upgrade.size() == 2);
  REQUIRE(revision->downgrade.size() == 1);
  CHECK(revision->upgrade[0].transaction);
  CHECK_FALSE(revision->upgrade[1].transaction);
  CHECK_FALSE(revision->downgrade[0].transaction);
  REQUIRE(revision->upgrade[0].statements.size() == 2);
  CHECK(revision->upgrade[0].statements[0].sql == "ALTER TABLE t\n  ADD a int");
  CHECK(revision->upgrade[0].statements[0].where == SourcePosition{11, 1});
  CHECK(revision->upgrade[0].statements[1].where == SourcePosition{13, 1});
  REQUIRE(revision->upgrade[1].statements.size() == 1);
  CHECK(revision->upgrade[1].statements[0].where == SourcePosition{20, 1});
}

TEST_CASE("hashes follow what runs, not how lines end or what the header says about it") {
  const auto hash = [](const std::string& text) {
    const Read result = read(text);
    REQUIRE(result.revision);
    return result.revision->file_sha256;
  };
  const std::string text =
      "-- add\n-- Revision: a1\n-- Revises: b\n-- limbeck:upgrade\nSELECT 1;\n-- limbeck:downgrade\n";
  const auto with = [&](std::string_view from, std::string_view to) {
    std::string changed = text;
    return changed.replace(changed.find(from), from.size(), to);
  };
  struct Row {
    std::string text;
    bool same;
  };
  const Row rows[] = {
      {with("-- add", "-- Add it"), true},
      {with("SELECT 1;\n", "SELECT 1;\n\n\n"), true},
      {with("SELECT 1;\n", "SELECT 1;\r\n"), true},
      {with("SELECT 1;", "SELECT  1;"), false},
      {with("SELECT 1;", "SELECT 1; -- one"), false},
      {with("upgrade\n", "upgrade no-transaction\n"), false},
      {with("Revises: b", "Revises: c"), false},
      {with("Revises: b", "Revises: b\n-- Branch-Labels: x"), true},
      {text + "SELECT 2;\n", false},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    CHECK((hash(row.text) == hash(text)) == row.same);
  }
}

TEST_CASE("mistakes of a revision file are reported with their line") {
  struct Row {
    std::string text;
    std::uint32_t line;
    std::string_view message;
  };
  const Row rows[] = {
      {"-- limbeck:upgrade\nSELECT 1;\n", 1, "no `-- Revision:` line"},
      {"-- m\n-- Revision: Head\n", 2, "'Head' is no revision id"},
      {"-- m\n-- Revision: head\n", 2, "'head' is no revision id"},  // R44
      {"-- m\n-- Revision: a:b\n", 2, "'a:b' is no revision id"},    // R44
      {"-- m\n-- Revision:\n", 2, "'' is no revision id"},
      {"-- m\n-- Revision: a\n-- Revision: b\n", 3, "'Revision' stands in line 2 already"},
      {"-- m\n-- Revision: a\n-- Revise: b\n", 3, "unknown header field 'Revise'"},
      {"-- m\n-- Revision: a\n-- Revises: b, b\n", 3, "'b' is named twice"},
      {"-- m\n-- Revision: a\n-- Revises: b,, c\n", 3, "'' is no revision id"},
      {"-- m\n-- Revision: a\n-- Branch-Labels: heads\n", 3, "'heads' is no branch label"},
      {"-- m\n-- Revision: a\nSELECT 1;\n-- limbeck:upgrade\n", 3, "SQL stands above the first section"},
      {header + "-- limbeck:upgrad\n", 6, "unknown directive 'upgrad'"},
      {header + "-- limbeck:upgrade notransaction\n", 6, "unknown option 'notransaction'"},
      {header + "-- limbeck:\n", 6, "unknown directive ''"},
      {header + "--limbeck:downgrade\n", 6, "a directive is written"},
      {header + "  -- limbeck:downgrade\n", 6, "a directive is written"},
      {header + "-- limbeck: downgrade\n", 6, "a directive is written"},
      {header + "-- Limbeck:downgrade\n", 6, "a directive is written"},
      {header + "-- limbeck:upgrade\nSELECT 1; -- limbeck:downgrade\n", 7, "may stand only at the start"},
      {"-- see -- limbeck:upgrade\n-- Revision: a1\n", 1, "may stand only at the start"},
      {header + "-- limbeck:upgrade\n\n  BEGIN;\nSELECT 1;\nCOMMIT;\n", 8, "BEGIN can not stand"},  // R57
      {header + "-- limbeck:upgrade\nstart transaction;\n", 7, "START can not stand"},              // R57
      {header + "-- limbeck:upgrade\nSELECT 1;\nrollback work;\n", 8, "ROLLBACK can not stand"},    // R57
      {header + "-- limbeck:downgrade\n/* x */ End;\n", 7, "END can not stand"},                    // R57
      {header + "-- limbeck:upgrade\nPREPARE TRANSACTION 'x';\n", 7, "PREPARE can not stand"},
      {header + "-- limbeck:upgrade\nCOPY t (a) FROM stdin;\n", 7, "COPY from or to the client"},
      {header + "-- limbeck:upgrade\nCOPY t FROM stdin WITH (FORMAT csv);\n", 7, "COPY from or to the client"},
      {header + "-- limbeck:upgrade\nCOPY t FROM stdin;\n1\tit's\n\\.\n", 9, "COPY data"},
      {header + "-- limbeck:upgrade\nSELECT 1;\n\\connect other\n", 8, "psql's meta-commands"},
      {header + "-- limbeck:upgrade\nSELECT 'it;\n", 7, ""},
      {header + "-- limbeck:upgrade\nSELECT '\xff';\n", 7, "not UTF-8"},
      {header + "-- limbeck:upgrade\nSELECT '" + std::string(1, '\0') + "';\n", 7, "not UTF-8"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.text);
    const auto [revision, diagnostics] = read(row.text);
    CHECK_FALSE(revision);
    REQUIRE(!diagnostics.empty());
    CHECK(diagnostics.front().where.file == "m/a.sql");
    CHECK(diagnostics.front().where.begin.line == row.line);
    CHECK_MESSAGE(diagnostics.front().message.find(row.message) != std::string::npos, diagnostics.front().message);
  }
}

TEST_CASE("what looks like a mistake and is none") {
  const std::string_view rows[] = {
      "ROLLBACK TO SAVEPOINT s;",
      "ROLLBACK WORK TO s;",
      "SAVEPOINT s; RELEASE s;",
      "COPY t TO '/tmp/x';",
      "COPY stdin FROM '/tmp/x';",
      "COPY (SELECT * FROM stdin) TO '/tmp/x';",
      "SELECT '\\d', E'it\\'s \\n', \"a\\b\", $q$ \\x $q$; -- \\x",
      "SELECT 1 /* \\x /* ; */ BEGIN; */;",
      "PREPARE p AS SELECT 1;",
      "CREATE FUNCTION f() RETURNS void LANGUAGE plpgsql AS $$ BEGIN COMMIT; END $$;",
      "",
      "-- limbeck is fine here",
  };
  for (const std::string_view row : rows) {
    CAPTURE(row);
    const auto [revision, diagnostics] = read(header + "-- limbeck:upgrade\n" + std::string(row) + "\n");
    for (const Diagnostic& each : diagnostics) MESSAGE(to_text(each));
    CHECK(revision);
  }
}

TEST_CASE("other people's SQL files are no revisions") {
  for (const std::string_view row : {"SELECT 1;\n", "-- dump\n-- Note: x\nSELECT 1;\n", "", "\xff\xfe"}) {
    CAPTURE(row);
    const auto [revision, diagnostics] = read(row);
    CHECK_FALSE(revision);
    CHECK(diagnostics.empty());
  }
}

TEST_CASE("all mistakes of a file are reported at once") {
  const auto result =
      read("-- m\n-- Revision: A\n-- Revises: b b\n-- limbeck:upgrade\nBEGIN;\nCOMMIT;\n-- limbeck:x\n");
  CHECK(result.diagnostics.size() == 5);
}

TEST_CASE("a draft reads back as it was given") {
  RevisionDraft draft;
  draft.message = "add it";
  draft.id = "a1";
  draft.down_revisions = {"b1", "c1"};
  draft.depends_on = {"d1"};
  draft.branch_labels = {"billing"};
  draft.header_notes = {"proven", "Revises: nobody", "limbeck:upgrade", "Create: x"};
  draft.upgrade = {{true, "-- hazard X: y\nSELECT 1;\n"}, {false, "VACUUM;"}};
  const std::string text = render_revision(draft, "2026-10-21T12:00:00Z");
  CHECK(text ==
        "-- add it\n--\n-- Revision: a1\n-- Revises: b1, c1\n-- Created: 2026-10-21T12:00:00Z\n-- Depends-On: d1\n"
        "-- Branch-Labels: billing\n--\n-- proven\n-- * Revises: nobody\n-- * limbeck:upgrade\n-- * Create: x\n"
        "\n-- limbeck:upgrade\n-- hazard X: y\nSELECT 1;\n\n-- limbeck:upgrade no-transaction\nVACUUM;\n"
        "\n-- limbeck:downgrade\n");
  const auto [revision, diagnostics] = read(text);
  REQUIRE(revision);
  CHECK(revision->message == "add it");
  CHECK(revision->upgrade.size() == 2);
  CHECK(revision->downgrade.size() == 1);
}

TEST_CASE("an empty draft gets the header and two empty sections") {
  RevisionDraft draft;
  draft.message = "empty";
  draft.id = "a1";
  CHECK(render_revision(draft, "2026-10-21T12:00:00Z") ==
        "-- empty\n--\n-- Revision: a1\n-- Revises:\n-- Created: 2026-10-21T12:00:00Z\n\n-- limbeck:upgrade\n\n"
        "-- limbeck:downgrade\n");
}

TEST_CASE("a message can not become SQL, a field or a directive") {
  const std::string_view rows[] = {
      "x\nDROP TABLE t;",
      "x\r\n-- limbeck:upgrade\nDROP TABLE t;",
      "limbeck:upgrade",
      "Revision: b2",
      "revises: b2",
      "-- limbeck:downgrade",
      "x -- limbeck:downgrade",
      "",
      "\x1b[31mred",
      "a\xE2\x80\xA8"
      "b",
      "----- limbeck:upgrade",
      "x --  Limbeck : y",
  };
  for (const std::string_view row : rows) {
    CAPTURE(row);
    RevisionDraft draft;
    draft.message = std::string(row);
    draft.id = "a1";
    const std::string text = render_revision(draft, "2026");
    const auto [revision, diagnostics] = read(text);
    REQUIRE(revision);
    CHECK(revision->id == "a1");
    CHECK(revision->down_revisions.empty());
    CHECK(revision->upgrade.size() == 1);
    CHECK(revision->upgrade[0].sql.empty());
    CHECK(text.find("\n-- Revision: a1\n") != std::string::npos);
    CHECK(text.find('\x1b') == std::string::npos);
  }
}

TEST_CASE("a section that would not read back is refused") {
  for (const std::string_view row :
       {"SELECT '\n-- limbeck:downgrade\n';", "SELECT 'x -- limbeck:upgrade';", "BEGIN;"}) {
    CAPTURE(row);
    RevisionDraft draft;
    draft.id = "a1";
    draft.upgrade = {{true, std::string(row)}};
    CHECK_THROWS_AS(static_cast<void>(render_revision(draft, "2026")), Error);
  }
}

TEST_CASE("names of new files") {
  CHECK(slug("Add Email verification!") == "add_email_verification");
  CHECK(slug("  --  ") == "");
  CHECK(slug("a/../b") == "a_b");
  CHECK(slug("first_create_the_customers_table_and_then_some") == "first_create_the_customers_table_and");
  CHECK(slug(std::string(60, 'x')) == std::string(40, 'x'));
  CHECK(slug("gr\xC3\xB6\xC3\x9F"
             "e") ==
        "gr\xC3\xB6\xC3\x9F"
        "e");
  CHECK(file_name_for("{rev}_{slug}", "a1", "Add it", 0, "UTC") == "a1_add_it.sql");
  CHECK(file_name_for("{rev}_{slug}", "a1", "", 0, "UTC") == "a1.sql");
  CHECK(file_name_for("{slug:3}-{slug:100}", "a1", std::string(60, 'x'), 0, "UTC") ==
        "xxx-" + std::string(60, 'x') + ".sql");
  for (const char* wrong : {"{slug:}", "{slug:0}", "{slug:x}", "{slug:9"})
    CHECK_THROWS_AS(static_cast<void>(file_name_for(wrong, "a1", "", 0, "UTC")), Error);
  CHECK(file_name_for("{year}{month}{day}-{rev}", "a1", "", 1792584000, "UTC") == "20261021-a1.sql");
  CHECK_THROWS_AS(static_cast<void>(file_name_for("{revision}", "a1", "", 0, "UTC")), Error);
  CHECK_THROWS_AS(static_cast<void>(file_name_for("../{rev}", "a1", "", 0, "UTC")), Error);
  CHECK(iso_date(1792584000, "UTC") == "2026-10-21T12:00:00Z");
  CHECK(iso_date(1792584000, "Europe/Vienna") == "2026-10-21T14:00:00+02:00");
  CHECK_THROWS_AS(static_cast<void>(iso_date(0, "Mars/Olympus")), Error);
  const std::string id = new_revision_id();
  CHECK(id.size() == 12);
  CHECK(is_revision_id(id));
  CHECK(id != new_revision_id());
}
