// Connections, results, pipelines and transactions against a real server; rules R52 and R59, secrets (rules 8.5).

#include "model/error.hpp"
#include "pg/connection.hpp"
#include "pg/conninfo.hpp"
#include "pg/server.hpp"
#include "support/cluster.hpp"

#include <doctest/doctest.h>
#include <fmt/core.h>

#include <chrono>
#include <cstdlib>
#include <thread>

using limbeck::Error;
using limbeck::ExitStatus;
using limbeck::pg::Connection;
using limbeck::pg::Query;
using limbeck::pg::Result;
using limbeck::pg::Server;
using limbeck::pg::Transaction;

namespace {

Server& server() {
  static Server instance(limbeck::testing::server_options());
  return instance;
}

Connection connect() {
  return Connection(server().conninfo(), "limbeck test");
}

Error failure_of(const std::function<void()>& act) {
  try {
    act();
  } catch (const Error& error) {
    return error;
  }
  FAIL("no error was thrown");
  return Error("");
}

std::string everything(const Error& error) {
  return std::string(error.what()) + "\n" + error.hint + "\n" + error.detail + "\n" + error.statement;
}

}  // namespace

TEST_CASE("a result gives rows, columns, NULL and text") {
  Connection connection = connect();
  const Result result = connection.query("SELECT 1, NULL::text, 'a' || $1, ''", {"b"});
  REQUIRE(result.rows() == 1);
  REQUIRE(result.columns() == 4);
  CHECK(result.text(0, 0) == "1");
  CHECK(result.is_null(0, 1));
  CHECK(result.text(0, 1).empty());
  CHECK(!result.value(0, 1).has_value());
  CHECK(result.value(0, 2) == "ab");
  CHECK(result.value(0, 3) == "");
  CHECK(result.command_tag() == "SELECT 1");
  const Result null_parameter = connection.query("SELECT $1::text IS NULL", {std::nullopt});
  CHECK(null_parameter.text(0, 0) == "t");
}

TEST_CASE("execute runs several statements and gives the last result") {
  Connection connection = connect();
  CHECK(connection.execute("SELECT 1; SELECT 2 WHERE false; SELECT 3").text(0, 0) == "3");
  CHECK(connection.execute("").rows() == 0);
  CHECK(connection.execute("SHOW client_encoding").text(0, 0) == "UTF8");
  CHECK(connection.execute("SHOW application_name").text(0, 0) == "limbeck test");
  CHECK(connection.server_version() / 10000 == server().major_version());
  CHECK(connection.description() == server().socket_directory() + ":5432/postgres as postgres");
}

TEST_CASE("an error carries what the server said") {
  Connection connection = connect();
  connection.execute("CREATE TEMPORARY TABLE t (a integer CHECK (a > 0))");
  SUBCASE("position and hint") {
    const std::string sql = "SELECT 1; SELECT nothing FROM pg_class";
    const Error error = failure_of([&] { connection.execute(sql); });
    CHECK(error.sqlstate == "42703");
    CHECK(error.statement == sql);
    CHECK(error.position == 18);
    CHECK(error.status == ExitStatus::error);
  }
  SUBCASE("detail and context") {
    const Error error = failure_of([&] { connection.query("INSERT INTO t VALUES ($1)", {"-1"}); });
    CHECK(error.sqlstate == "23514");
    CHECK(error.detail == "Failing row contains (-1).");
    const Error raised =
        failure_of([&] { connection.execute("DO $$begin raise exception 'no' using hint = 'yes'; end$$"); });
    CHECK(std::string(raised.what()) == "no");
    CHECK(raised.hint == "yes");
    CHECK(raised.detail.find("line 1 at RAISE") != std::string::npos);
  }
  SUBCASE("as a value") {
    CHECK(!connection.try_execute("SELECT 1").has_value());
    const auto error = connection.try_execute("SELECT 1/0");
    REQUIRE(error.has_value());
    CHECK(error->sqlstate == "22012");
  }
  SUBCASE("NUL is refused, not cut off") {
    CHECK_THROWS_AS(connection.execute(std::string_view("SELECT 1\0; DROP TABLE t", 23)), Error);
    CHECK(connection.execute("SELECT count(*) FROM t").text(0, 0) == "0");
  }
}

TEST_CASE("COPY with the client ends with an error or an end, never with a hang") {
  Connection connection = connect();
  connection.execute("CREATE TEMPORARY TABLE t (a integer)");
  CHECK_THROWS_AS(connection.execute("COPY t FROM STDIN"), Error);
  CHECK_THROWS_AS(connection.query("COPY t FROM STDIN"), Error);
  (void)connection.try_execute("COPY (SELECT generate_series(1, 1000)) TO STDOUT");
  try {
    connection.query("COPY (SELECT generate_series(1, 1000)) TO STDOUT");
  } catch (const Error&) {
  }
  CHECK(connection.execute("SELECT count(*) FROM t").text(0, 0) == "0");
}

TEST_CASE("a pipeline answers every query in order") {
  Connection connection = connect();
  CHECK(connection.pipeline({}).empty());
  const auto results = connection.pipeline({{"SELECT 1"}, {"SELECT $1::text", {"two"}}, {"SET LOCAL jit = off"}, {""}});
  REQUIRE(results.size() == 4);
  CHECK(results[0].text(0, 0) == "1");
  CHECK(results[1].text(0, 0) == "two");
  CHECK(results[2].command_tag() == "SET");
  CHECK(connection.execute("SELECT 4").text(0, 0) == "4");
}

TEST_CASE("the first failure of a pipeline is thrown and the connection stays usable") {
  Connection connection = connect();
  const Error error = failure_of([&] { connection.pipeline({{"SELECT 1"}, {"SELECT 1/0"}, {"SELECT nothing"}}); });
  CHECK(error.sqlstate == "22012");
  CHECK(error.statement == "SELECT 1/0");
  CHECK(connection.pipeline({{"SELECT 7"}}).at(0).text(0, 0) == "7");
  CHECK_THROWS_AS(connection.pipeline({{"COPY pg_class TO STDOUT"}, {"SELECT 1"}}), Error);
}

TEST_CASE("a large pipeline does not stall: more in both directions than any socket holds") {
  Connection connection = connect();
  std::vector<Query> queries;
  const std::string big(200'000, 'x');
  for (int i = 0; i < 200; ++i) queries.push_back({"SELECT $1::text || repeat('y', 200000)", {big}});
  const auto results = connection.pipeline(queries);
  REQUIRE(results.size() == queries.size());
  for (const Result& result : results) REQUIRE(result.text(0, 0).size() == 400'000);
}

TEST_CASE("a transaction is rolled back unless it was committed") {
  Connection connection = connect();
  connection.execute("CREATE TEMPORARY TABLE t (a integer)");
  {
    const Transaction transaction(connection);
    connection.execute("INSERT INTO t VALUES (1)");
    CHECK(connection.in_transaction());
  }
  CHECK(!connection.in_transaction());
  {
    Transaction transaction(connection, "BEGIN ISOLATION LEVEL REPEATABLE READ");
    connection.execute("INSERT INTO t VALUES (2)");
    transaction.commit();
  }
  {
    Transaction transaction(connection);
    (void)connection.try_execute("SELECT 1/0");
    CHECK(connection.in_transaction());
    CHECK_THROWS_AS(transaction.commit(), Error);  // the server would say ROLLBACK and call it success
  }
  CHECK(connection.execute("SELECT string_agg(a::text, ',') FROM t").text(0, 0) == "2");
}

TEST_CASE("notices, literals, cancelling, a lost connection") {
  Connection connection = connect();
  SUBCASE("notices reach their handler, also after a move") {
    std::string seen;
    connection.on_notice([&](std::string_view severity, std::string_view message) {
      seen += fmt::format("{}: {}\n", severity, message);
    });
    Connection moved = std::move(connection);
    moved.execute("DO $$begin raise notice 'hello'; raise warning 'beware'; end$$");
    CHECK(seen == "NOTICE: hello\nWARNING: beware\n");
  }
  SUBCASE("literals") {
    for (const std::string text : {"", "plain", "it's", "back\\slash", "\\'", "\xC3\xA9"}) {
      CAPTURE(text);
      CHECK(connection.execute("SELECT " + connection.quote_literal(text)).text(0, 0) == text);
    }
    CHECK(connection.quote_literal("a\\b").front() != ' ');
  }
  SUBCASE("cancel") {
    std::thread canceller([&] {
      std::this_thread::sleep_for(std::chrono::milliseconds(200));
      connection.cancel();
    });
    const auto error = connection.try_execute("SELECT pg_sleep(30)");
    canceller.join();
    REQUIRE(error.has_value());
    CHECK(error->sqlstate == "57014");
  }
  SUBCASE("lost") {
    Connection other = connect();
    const std::string pid(connection.execute("SELECT pg_backend_pid()").text(0, 0));
    other.query("SELECT pg_terminate_backend($1)", {pid});
    for (int i = 0; i < 2; ++i) {  // the server's last word first, then none
      const auto error = connection.try_execute("SELECT 1");
      REQUIRE(error.has_value());
      CHECK(error->status == ExitStatus::connection);
    }
    CHECK(connection.is_broken());
    CHECK_THROWS_AS(connection.pipeline({{"SELECT 1"}}), Error);
  }
  SUBCASE("lost in a pipeline") {
    const Error error = failure_of([&] {
      connection.pipeline({{"SELECT 1"}, {"SELECT pg_terminate_backend(pg_backend_pid())"}, {"SELECT 2"}});
    });
    CHECK(error.status == ExitStatus::connection);
    CHECK(connection.is_broken());
  }
}

TEST_CASE("a connection that fails says so with a hint and status 6") {
  struct Row {
    std::string conninfo;
    std::string message;  // a part of it
    std::string hint;     // a part of it
  };
  const std::string here = "host=" + server().socket_directory() + " user=postgres ";
  const std::vector<Row> rows = {
      {here + "dbname=nowhere", "database \"nowhere\" does not exist", "create"},
      {"host=" + server().socket_directory() + " user=nobody_here dbname=postgres", "does not exist", "names"},
      {"postgresql://u:hunter2@127.0.0.1:1/d", "refused", "listens"},
      {"postgresql://u:hunter2@no-such-host.invalid/d", "translate host name", "host name"},
      {"host=/nowhere password=hunter2", "No such file", "server runs"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.conninfo);
    const Error error = failure_of([&] { Connection connection(row.conninfo); });
    CHECK(error.status == ExitStatus::connection);
    CHECK_MESSAGE(std::string(error.what()).find(row.message) != std::string::npos, error.what());
    CHECK_MESSAGE(error.hint.find(row.hint) != std::string::npos, error.hint);
    CHECK(everything(error).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a connection string is refused before libpq can quote it (rules 8.5)") {
  struct Row {
    std::string conninfo;
    std::string message;  // a part of it
  };
  const std::vector<Row> rows = {
      {"sqlite:///app.db", "begins with \"sqlite:\""},
      {"sqlite:app.db", "PostgreSQL only"},
      {"mysql+pymysql://u:hunter2@h/d", "begins with \"mysql+pymysql:\""},
      {"postgresql://u:[PASSWORD]@h/d", "placeholder"},
      {"postgresql://u:[YOUR-PASSWORD]@h/d", "placeholder"},
      {"postgresql://u:<password>@h/d", "placeholder"},
      {"postgresql://u:${DB_PASSWORD}@h/d", "placeholder"},
      {"postgresql://u:hunter2@x@h/d", "@ too many"},
      {"postgresql://u:hunter2/x@h/d", "@ too many"},
      {"postgresql://u:1/hunter2@h/d", "@ too many"},
      {"postgresql://h:hunter2/d", "port"},
      {"postgresql://u:hunter2%zz@h/d", "hexadecimal"},
      {"postgresql://u:p@h/d?hunter2=1", "parameter"},
      {"host=h password=my hunter2", "no \"=\""},
      {"host=h password=my hunter2=3", "option"},
      {"host=h password='hunter2", "not closed"},
      {"postgresql+psycopg2://u:hunter2@x@h/d", "@ too many"},
      {std::string("postgresql://u:hunter2\0@h/d", 27), "NUL"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.conninfo);
    const Error error = failure_of([&] { Connection connection(row.conninfo); });
    CHECK(error.status == ExitStatus::connection);
    CHECK_MESSAGE(std::string(error.what()).find(row.message) != std::string::npos, error.what());
    CHECK(!error.hint.empty());
    CHECK(everything(error).find("hunter2") == std::string::npos);
  }
}

TEST_CASE("a connection string goes to libpq as it is, but for a driver in the scheme (R59)") {
  struct Row {
    std::string given;
    std::string passed;
  };
  const std::vector<Row> rows = {
      {"", ""},
      {"app", "app"},
      {"host=h password=100%x dbname=d", "host=h password=100%x dbname=d"},
      {"postgresql://u:p%40%25@h:5432/d?sslmode=require", "postgresql://u:p%40%25@h:5432/d?sslmode=require"},
      {"postgresql://[::1]:5432/d", "postgresql://[::1]:5432/d"},
      {"postgresql://a:1,b:2/d", "postgresql://a:1,b:2/d"},
      {"postgresql://h/d?user=a@b", "postgresql://h/d?user=a@b"},
      {"postgresql://%2Ftmp/d", "postgresql://%2Ftmp/d"},
      {"postgres://u@h/d", "postgres://u@h/d"},
      {"postgresql+psycopg2://u:p@h/d", "postgresql://u:p@h/d"},
      {"postgresql+asyncpg:///d?host=/tmp", "postgresql:///d?host=/tmp"},
      {"postgres+pg8000://u@h/d", "postgres://u@h/d"},
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    CHECK(limbeck::pg::checked_conninfo(row.given) == row.passed);
  }
}

TEST_CASE("a URL with a driver connects") {
  const std::string url = "postgresql+psycopg2://postgres@/postgres?host=" + server().socket_directory();
  CHECK(Connection(url).execute("SELECT current_user").text(0, 0) == "postgres");
}

TEST_CASE("all that a connection string says holds for another database") {
  struct Row {
    std::string given;
    std::string made;
  };
  const std::vector<Row> rows = {
      {"", "dbname='o''s'"},
      {"app", "dbname='o''s'"},
      {"host=h dbname=d keepalives_count=3 sslcrldir=/c ssl_min_protocol_version=TLSv1.3 requirepeer=p",
       "dbname='o''s' host='h' keepalives_count='3' sslcrldir='/c' requirepeer='p' ssl_min_protocol_version='TLSv1.3'"},
      {"postgresql://u:p%27%20@a:1,b:2/d?application_name=x",
       "dbname='o''s' user='u' password='p\\' ' host='a,b' port='1,2' application_name='x'"},
  };
  const auto parts = [](const std::string& conninfo) {
    std::vector<std::string> found;
    for (const char* keyword : {"dbname", "host", "port", "user", "password", "keepalives_count", "sslcrldir",
                                "ssl_min_protocol_version", "requirepeer", "application_name"}) {
      found.push_back(limbeck::pg::conninfo_value(conninfo, keyword));
    }
    return found;
  };
  for (const Row& row : rows) {
    CAPTURE(row.given);
    std::string made = row.made;
    made.replace(made.find("o''s"), 4, "o\\'s");
    CHECK(parts(limbeck::pg::conninfo_of_database(row.given, "o's")) == parts(made));
  }
}

TEST_CASE("the string, then PGAPPNAME, say what the session is called") {
  setenv("PGAPPNAME", "from outside", 1);
  CHECK(connect().execute("SHOW application_name").text(0, 0) == "from outside");
  CHECK(Connection(server().conninfo() + " application_name=mine").execute("SHOW application_name").text(0, 0) ==
        "mine");
  unsetenv("PGAPPNAME");
}
