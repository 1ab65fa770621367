// The example projects of schemas/examples, whole: from the database as it was to what the models ask for and back,
// with the rows in it. pg_dump is the referee of the schemas.

#include "model/error.hpp"
#include "pg/connection.hpp"
#include "support/cluster.hpp"
#include "support/project.hpp"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <future>
#include <iterator>
#include <optional>
#include <sstream>
#include <string>
#include <utility>
#include <vector>

namespace limbeck::testing {
namespace {

namespace fs = std::filesystem;
using Arguments = std::vector<std::string>;

std::string joined(const Arguments& arguments) {
  std::string text;
  for (const std::string& each : arguments) text += (text.empty() ? "" : " ") + each;
  return text;
}

std::string content_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  REQUIRE(stream.good());
  return {std::istreambuf_iterator<char>(stream), {}};
}

// Must occur.
std::string replaced(std::string text, const std::string& from, const std::string& to) {
  CAPTURE(from);
  const std::size_t at = text.find(from);
  REQUIRE(at != std::string::npos);
  return text.replace(at, from.size(), to);
}

// The statements of a revision's first upgrade section, without comments and blank lines.
std::string upgrade_of(const std::string& file) {
  const std::string head = "-- limbeck:upgrade\n";
  const std::size_t begin = file.find(head) + head.size();
  std::istringstream section(file.substr(begin, file.find("-- limbeck:", begin) - begin));
  std::string statements;
  for (std::string line; std::getline(section, line);) {
    if (!line.empty() && !line.starts_with("--")) statements += line + "\n";
  }
  REQUIRE(!statements.empty());
  return statements;
}

// A checkout of one example, and a database as before.sql makes it.
class Story {
 public:
  explicit Story(const std::string& name) : example_(fs::path(LIMBECK_SOURCE_DIR) / "schemas/examples" / name) {
    database_ = Cluster::shared().create_from(example("before.sql"), "story");
    project_.directory().write("limbeck.toml", content_of(example("limbeck.toml")));
    fs::create_directory(project_.directory().path() / "migrations");
    take_models("models");
  }
  ~Story() { Cluster::shared().drop_database(database_); }
  Story(const Story&) = delete;
  Story& operator=(const Story&) = delete;

  // In the place of those that were there.
  void take_models(const std::string& folder) const {
    fs::remove_all(project_.directory().path() / "models");
    for (const fs::directory_entry& file : fs::directory_iterator(example(folder))) {
      project_.directory().write("models" / file.path().filename(), content_of(file.path()));
    }
  }
  void edit(const fs::path& file, const std::string& from, const std::string& to) const {
    project_.directory().write(file, replaced(project_.directory().read(file), from, to));
  }
  void remove(const fs::path& file) const { REQUIRE(fs::remove(project_.directory().path() / file)); }

  [[nodiscard]] pg::Outcome run(Arguments arguments) const {
    arguments.insert(arguments.begin(), {"--url", Cluster::shared().url(database_)});
    return project_.run(std::move(arguments));
  }
  // Must succeed. What it said on both streams.
  std::string must(const Arguments& arguments) const {
    const pg::Outcome outcome = run(arguments);
    CAPTURE(joined(arguments));
    CAPTURE(outcome.out);
    CAPTURE(outcome.err);
    REQUIRE(outcome.status == 0);
    return outcome.err + outcome.out;
  }
  std::string autogenerate(const std::string& id, const Arguments& more = {}) const {
    Arguments arguments{"revision", "--autogenerate", "--strict", "--allow", "all", "-m", "story", "--rev-id", id};
    arguments.insert(arguments.end(), more.begin(), more.end());
    return must(arguments);
  }
  [[nodiscard]] std::string current() const { return run({"current"}).out; }

  // The schema is the one that the file makes.
  void must_equal(const std::string& file) const {
    CAPTURE(file);
    Cluster& cluster = Cluster::shared();
    const std::string expected = cluster.create_from(example(file), "expected");
    for (const Difference& each : cluster.compare_databases(database_, expected).differences) {
      FAIL_CHECK(to_text(each));
    }
    cluster.drop_database(expected);
  }
  void must_be_settled() const {
    CHECK(contains(must({"revision", "--autogenerate", "--strict", "-m", "again"}), "No changes"));
    const std::string said = must({"check", "--strict"});
    CHECK_MESSAGE(!contains(said, "not modelled"), said);
  }
  // What inspect writes are models of this very database.
  void must_read_back() const {
    fs::remove_all(project_.directory().path() / "models");
    must({"inspect", "--output", "models/schema.toml"});
    must_be_settled();
  }

  // Fails, saying all of `words`; nothing moves.
  void must_fail(const Arguments& arguments, const std::vector<std::string>& words) const {
    const std::string version = current();
    const Dump schema = Cluster::shared().dump(database_);
    const pg::Outcome outcome = run(arguments);
    CAPTURE(joined(arguments));
    CAPTURE(outcome.out);
    CAPTURE(outcome.err);
    CHECK(outcome.status != 0);
    for (const std::string& word : words) CHECK_MESSAGE(contains(outcome.err, word), word);
    CHECK(current() == version);
    const Comparison comparison = compare(Cluster::shared().dump(database_), schema);
    CHECK(comparison.verdict == Verdict::equal);
  }

  void sql(const std::string& statements) const { pg::Connection(url()).execute(statements); }
  // SQLSTATE of the failure, or "".
  [[nodiscard]] std::string sqlstate(const std::string& statements) const {
    const std::optional<Error> error = pg::Connection(url()).try_execute(statements);
    return error ? error->sqlstate : "";
  }
  // The values, parted by " " and "|"; NULL is "-".
  [[nodiscard]] std::string rows(const std::string& query) const {
    pg::Connection connection(url());
    const pg::Result result = connection.query(query);
    std::string text;
    for (std::size_t row = 0; row < result.rows(); ++row) {
      if (row > 0) text += "|";
      for (std::size_t column = 0; column < result.columns(); ++column) {
        text += (column > 0 ? " " : "") + result.value(row, column).value_or("-");
      }
    }
    return text;
  }

  [[nodiscard]] std::string url() const { return Cluster::shared().url(database_); }
  [[nodiscard]] std::string example(const std::string& file) const { return (example_ / file).string(); }
  [[nodiscard]] const TemporaryDirectory& directory() const { return project_.directory(); }

 private:
  fs::path example_;
  Project project_{LIMBECK_BINARY};
  std::string database_;
};

}  // namespace

TEST_CASE("stories: up to each state, settled there, back step by step, and up again") {
  struct Row {
    const char* name;
    int steps;
    const char* needs = nullptr;  // an extension
  };
  for (const Row& row : std::vector<Row>{{"blockchain-finance", 1},
                                         {"democrasite", 2},
                                         {"interest-requests", 1},
                                         {"uk-study", 2},
                                         {"kanver", 2, "postgis"}}) {
    CAPTURE(std::string(row.name));
    if (row.needs != nullptr && !Cluster::shared().has_extension(row.needs)) {
      MESSAGE("story " << std::string(row.name) << " skipped: the extension " << std::string(row.needs)
                       << " is not installed");
      continue;
    }
    const Story story(std::string(row.name));
    const std::vector<std::string> states{"before.sql", "after.sql", "after2.sql"};
    for (int step = 1; step <= row.steps; ++step) {
      CAPTURE(step);
      if (step > 1) story.take_models("models" + std::to_string(step));
      const std::string said = story.autogenerate("r" + std::to_string(step));
      CHECK(contains(said, "Detected "));
      CHECK(contains(said, "Generating migrations/r" + std::to_string(step) + "_story.sql"));
      CHECK(contains(story.must({"upgrade", "head"}), "-> r" + std::to_string(step)));
      story.must_equal(states[static_cast<std::size_t>(step)]);
      story.must_be_settled();
    }
    story.must_read_back();
    for (int step = row.steps - 1; step >= 0; --step) {
      CAPTURE(step);
      story.must({"downgrade", "-1"});
      story.must_equal(states[static_cast<std::size_t>(step)]);
    }
    story.must({"upgrade", "head"});
    story.must_equal(states[static_cast<std::size_t>(row.steps)]);
    story.must_be_settled();
    story.must({"downgrade", "base"});
    story.must_equal("before.sql");
  }
}

TEST_CASE("blockchain-finance: rows that a NOT NULL would not take stop it cleanly, a backfill helps") {
  const Story story("blockchain-finance");
  const std::string customers = "SELECT first_name, contact_email, kyc_status FROM customers ORDER BY id";
  const std::string before = story.rows(customers);
  story.edit("models/customers.toml", R"(, backfill = "customer_id || '@unknown.invalid'")", "");
  CHECK(contains(story.autogenerate("r1"), "Detected changed column 'public.customers.contact_email'"));
  CHECK(contains(story.directory().read("migrations/r1_story.sql"), "hazard MAY_FAIL"));
  story.must_fail({"upgrade", "head"}, {"customers", "contact_email", "null values"});
  CHECK(story.rows(customers) == before);

  // A statement that the author writes into the file helps as well.
  story.edit("migrations/r1_story.sql", "ALTER TABLE public.customers ALTER COLUMN contact_email SET NOT NULL",
             "UPDATE customers SET contact_email = 'max@example.com' WHERE customer_id = 'CUST003';\n"
             "ALTER TABLE public.customers ALTER COLUMN contact_email SET NOT NULL");
  story.must({"upgrade", "head"});
  story.must_equal("after.sql");
  CHECK(story.rows("SELECT first_name, contact_email, status, email_verified, full_name FROM customers ORDER BY id") ==
        "John john@example.com active f -|Jane jane@example.com pending f -|Max max@example.com closed f -");
  story.must({"downgrade", "base"});
  CHECK(story.rows("SELECT first_name, last_name FROM customers ORDER BY id") == "John Doe|Jane Roe|Max Smith");
}

TEST_CASE("blockchain-finance: the script holds the statements of the revision, and touches nothing") {
  const Story story("blockchain-finance");
  story.autogenerate("r1");
  const pg::Outcome script = story.run({"upgrade", "base:head", "--sql"});
  CHECK(script.status == 0);
  CHECK(contains(script.out, upgrade_of(story.directory().read("migrations/r1_story.sql"))));
  story.must_equal("before.sql");

  const std::string database = Cluster::shared().create_from(story.example("before.sql"), "script");
  pg::Connection(Cluster::shared().url(database)).execute(script.out);
  const std::string expected = Cluster::shared().create_from(story.example("after.sql"), "expected");
  CHECK(Cluster::shared().compare_databases(database, expected).verdict != Verdict::different);
}

TEST_CASE("blockchain-finance: what somebody did by hand is recorded by stamp") {
  const Story story("blockchain-finance");
  story.autogenerate("r1");
  story.sql("ALTER TABLE customers ADD COLUMN email_verified boolean NOT NULL DEFAULT false");
  story.must_fail({"upgrade", "head"}, {"email_verified", "already exists"});
  story.must({"stamp", "head"});
  CHECK(contains(story.current(), "r1"));
  CHECK(story.run({"check"}).status == 2);
}

TEST_CASE("democrasite: two people at once, a merge, and a data revision that fails once") {
  const Story story("democrasite");
  // Each starts from the same database and models, and has another idea.
  story.remove("models/preferences.toml");
  CHECK(contains(story.autogenerate("a1"), "Detected added column 'public.users.phone_number'"));
  {
    const Story other("democrasite");
    other.edit("models/users.toml", "phone_number = \"varchar(20)\"\n", "");
    CHECK(contains(other.autogenerate("b1"), "Detected added table 'public.user_preferences'"));
    story.directory().write("migrations/b1_story.sql", other.directory().read("migrations/b1_story.sql"));
  }
  story.take_models("models");
  const pg::Outcome refused = story.run({"upgrade", "head"});
  CHECK(refused.status == 4);
  CHECK(contains(refused.err, "a1"));
  CHECK(contains(refused.err, "b1"));
  story.must({"merge", "heads", "-m", "join", "--rev-id", "c1"});
  story.must({"upgrade", "head"});
  CHECK(story.current() == "c1 (head) (mergepoint)\n");
  story.must_equal("after.sql");
  story.must_be_settled();

  story.take_models("models2");
  story.edit("models/users.toml", "created_at < '2024-01-01'", "nullif(created_at < '2024-01-01', false)");
  story.autogenerate("ae1027a6acf");
  story.must_fail({"upgrade", "ae10"}, {"email_verified", "null values"});
  story.edit("migrations/ae1027a6acf_story.sql", "ALTER TABLE public.users ALTER COLUMN email_verified SET NOT NULL",
             "UPDATE users SET email_verified = false WHERE email_verified IS NULL;\n"
             "ALTER TABLE public.users ALTER COLUMN email_verified SET NOT NULL");
  story.must({"upgrade", "ae10"});
  story.must_equal("after2.sql");
  story.must_be_settled();
  CHECK(story.rows("SELECT username, email_verified FROM users ORDER BY id") == "old t|newer f");

  // Containers that start at the same time: one does the work, the other finds it done (R48, R50).
  story.must({"downgrade", "-1"});
  std::vector<std::future<int>> starts;
  for (int i = 0; i < 4; ++i) {
    starts.push_back(std::async(std::launch::async, [&story] { return story.run({"upgrade", "head"}).status; }));
  }
  for (std::future<int>& start : starts) CHECK(start.get() == 0);
  story.must_equal("after2.sql");
  story.must({"downgrade", "base"});
  story.must_equal("before.sql");
  CHECK(story.rows("SELECT username FROM users ORDER BY id") == "old|newer");
}

TEST_CASE("interest-requests: tokens by backfill, renamed values kept, no row lost up or down") {
  const Story story("interest-requests");
  const std::string all = "SELECT i.* FROM invitations i ORDER BY id";
  const std::string before = story.rows(all);
  const std::string index = "SELECT oid FROM pg_class WHERE relname = 'ix_invitations_intended_for'";
  const std::string renamed_index = story.rows(index);
  CHECK(contains(story.autogenerate("r1"), "intended_for"));
  const std::string revision = story.directory().read("migrations/r1_story.sql");
  CAPTURE(revision);
  CHECK(contains(revision, "RENAME COLUMN intended_for TO intended_for_email"));
  CHECK_FALSE(contains(revision, "DROP COLUMN intended_for;"));
  CHECK_FALSE(contains(revision, "left("));
  story.must({"upgrade", "head"});
  CHECK(story.rows("SELECT count(DISTINCT url_token), count(*), min(length(url_token)) FROM invitations") == "3 3 32");
  CHECK(story.rows("SELECT code, pin, intended_for_email FROM invitations ORDER BY id") ==
        "INV-000001 1234 ana@example.org|INV-000002 0042 -|ABCDEFGHIJKLMNO 9999 bo@example.org");
  CHECK(story.rows(index) == renamed_index);

  // The rows of the old table move by statements that the author writes; the way down leaves them.
  story.must({"revision", "-m", "move the waiting list", "--rev-id", "r2"});
  story.edit("migrations/r2_move_the_waiting_list.sql", "-- limbeck:upgrade\n", R"(-- limbeck:upgrade
INSERT INTO interest_requests (given_name, family_name, gender, marital_status, primary_email, primary_phone, source,
                               status)
SELECT split_part(full_name, ' ', 1), split_part(full_name, ' ', -1), 'female', 'married', email, coalesce(phone, ''),
       'external_space',
       (CASE status WHEN 'approved' THEN 'approved' WHEN 'rejected' THEN 'rejected' ELSE 'pending' END)::interest_status_enum
FROM waitlist_requests
WHERE email NOT IN (SELECT primary_email FROM interest_requests);
)");
  story.must({"upgrade", "head"});
  CHECK(story.rows("SELECT given_name, family_name, status FROM interest_requests ORDER BY id") ==
        "Dora Fox pending|Cher Cher approved|Gil Hart pending|Ida Joy rejected");
  story.must_be_settled();
  story.must({"downgrade", "-1"});
  CHECK(story.rows("SELECT count(*) FROM interest_requests") == "4");
  story.must({"downgrade", "base"});
  CHECK(story.rows(all) == before);
  CHECK(story.rows("SELECT count(*) FROM waitlist_requests") == "4");
  story.must({"upgrade", "head"});
  CHECK(story.rows("SELECT count(*) FROM interest_requests") == "4");
}

TEST_CASE("interest-requests: a value that does not fit stops the upgrade and changes nothing (R21)") {
  const Story story("interest-requests");
  story.sql("INSERT INTO invitations (code, pin, created_by) VALUES ('ABCDEFGHIJKLMNOP', '1', 'M-001')");
  story.autogenerate("r1");
  CHECK(contains(story.directory().read("migrations/r1_story.sql"),
                 "-- hazard MAY_FAIL: fails if a value of code does not fit into character varying(15)"));
  story.must_fail({"upgrade", "head"}, {"too long", "character varying(15)"});
  CHECK(story.rows("SELECT count(*) FROM invitations WHERE intended_for IS NOT NULL") == "2");
  story.must_equal("before.sql");
  story.sql("DELETE FROM invitations WHERE length(code) > 15");
  story.must({"upgrade", "head"});
  story.must_equal("after.sql");
}

TEST_CASE("interest-requests: without the hint a renamed column is a loss that the file names (R31)") {
  const Story story("interest-requests");
  story.edit("models/invitations.toml", R"(, renamed_from = "intended_for")", "");
  CHECK(contains(story.autogenerate("r1"), "Detected removed column 'public.invitations.intended_for'"));
  CHECK(contains(story.directory().read("migrations/r1_story.sql"),
                 "-- hazard DATA_LOSS: drops the column with its values\n"
                 "ALTER TABLE public.invitations DROP COLUMN intended_for;"));
}

TEST_CASE(
    "uk-study: triggers work, the new label is used at once, and a row that holds it bars the way down (R27, R30)") {
  const Story story("uk-study");
  story.autogenerate("r1");
  story.must({"upgrade", "head"});
  story.sql(R"(
    INSERT INTO users (user_id, clerk_user_id, email, updated_at)
    VALUES ('00000000-0000-0000-0000-000000000001', 'c', 'e', '2020-01-01');
    INSERT INTO reports (user_id, subject) VALUES ('00000000-0000-0000-0000-000000000001', 's');
    INSERT INTO payments (user_id, stripe_checkout_session_id) VALUES
      ('00000000-0000-0000-0000-000000000001', 'x'), ('00000000-0000-0000-0000-000000000001', 'y');
    UPDATE users SET full_name = 'n';
    UPDATE payments SET status = 'succeeded';)");
  CHECK(story.rows("SELECT updated_at > '2024-01-01' FROM users") == "t");
  CHECK(story.rows("SELECT amount, currency, completed_at FROM payments LIMIT 1") == "2.99 GBP -");

  story.take_models("models2");
  story.autogenerate("r2");
  const std::string revision = story.directory().read("migrations/r2_story.sql");
  CAPTURE(revision);
  CHECK(contains(revision, "ALTER TYPE public.reportstatus ADD VALUE 'queued' BEFORE 'generating'"));
  story.must({"upgrade", "head"});
  // A hosted database has schemas of others.
  story.sql("CREATE SCHEMA auth; CREATE TABLE auth.users (id integer); CREATE VIEW auth.v AS SELECT 1 AS one");
  story.must_be_settled();
  story.sql("DROP SCHEMA auth CASCADE");
  story.sql("INSERT INTO user_preferences (user_id) SELECT user_id FROM users");
  CHECK(story.rows("SELECT report_status FROM user_preferences") == "queued");

  story.sql("UPDATE reports SET status = 'queued'");
  story.must_fail({"downgrade", "-1"}, {"public.reports.status", "reportstatus"});
  CHECK(story.rows("SELECT status FROM reports") == "queued");
  CHECK(story.rows("SELECT count(*) FROM user_preferences") == "1");
  story.must_equal("after2.sql");
  story.sql("UPDATE reports SET status = 'pending'");
  story.must({"downgrade", "-1"});
  story.must_equal("after.sql");
  CHECK(story.rows("SELECT status FROM reports") == "pending");
  story.must({"upgrade", "head"});
  story.must({"downgrade", "base"});
  CHECK(story.rows("SELECT count(*) FROM pg_type t WHERE t.typnamespace = 'public'::regnamespace AND typtype = 'e'") ==
        "0");
  CHECK(story.rows("SELECT count(*) FROM pg_proc WHERE pronamespace = 'public'::regnamespace") == "0");
}

TEST_CASE("kanver: partial unique indexes and checks hold as written") {
  if (!Cluster::shared().has_extension("postgis")) {
    MESSAGE("story kanver skipped: the extension postgis is not installed");
    return;
  }
  const Story story("kanver");
  story.autogenerate("r1");
  story.must({"upgrade", "head"});
  const std::string insert = "INSERT INTO users (phone_number, password_hash, full_name, blood_type, role) VALUES ";
  story.sql(insert + "('1', '', 'a', 'A+', 'USER')");
  CHECK(story.sqlstate(insert + "('1', '', 'b', 'A+', 'USER')") == "23505");
  story.sql("UPDATE users SET deleted_at = now()");
  story.sql(insert + "('1', '', 'b', 'A+', 'USER')");
  CHECK(story.sqlstate(insert + "('2', '', 'c', 'A+', 'DOCTOR')") == "23514");
  story.take_models("models2");
  story.autogenerate("r2");
  const std::string revision = story.directory().read("migrations/r2_story.sql");
  CAPTURE(revision);
  CHECK_FALSE(contains(revision, "spatial_ref_sys"));
  story.must({"upgrade", "head"});
  story.sql(insert + "('2', '', 'c', 'A+', 'DOCTOR')");
  // The narrower check does not take what is there now.
  story.must_fail({"downgrade", "-1"}, {"chk_user_role"});
  story.sql("DELETE FROM users WHERE role = 'DOCTOR'");
  story.must({"downgrade", "-1"});
  story.must_equal("after.sql");
}

TEST_CASE("kanver: the extension in a schema of its own, there before and left there") {
  if (!Cluster::shared().has_extension("postgis")) {
    MESSAGE("story kanver skipped: the extension postgis is not installed");
    return;
  }
  const Story story("kanver");
  story.sql("CREATE SCHEMA gis; CREATE EXTENSION postgis SCHEMA gis");
  story.edit("models/people.toml", "[extension.postgis]\n", "[extension.postgis]\nschema = \"gis\"\n\n[schema.gis]\n");
  for (const char* table : {"people", "people", "donations"}) {
    story.edit("models/" + std::string(table) + ".toml", "\"geography(", "\"gis.geography(");
  }
  const std::string said = story.autogenerate("r1");
  CHECK_FALSE(contains(said, "extension"));
  story.must({"upgrade", "head"});
  story.must_be_settled();
  story.must_read_back();
  story.must({"downgrade", "base"});
  CHECK(story.rows("SELECT extname FROM pg_extension WHERE extname = 'postgis'") == "postgis");
}

}  // namespace limbeck::testing
