#include "pg/connection.hpp"

#include "pg/conninfo.hpp"
#include "pg/lent_server.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <array>
#include <cerrno>
#include <cstdlib>
#include <exception>
#include <poll.h>
#include <utility>

namespace limbeck::pg {
namespace {

using RawResult = std::unique_ptr<PGresult, decltype(&PQclear)>;

RawResult own(PGresult* result) {
  return {result, &PQclear};
}

bool succeeded(const PGresult* result) {
  const ExecStatusType status = PQresultStatus(result);
  return status == PGRES_COMMAND_OK || status == PGRES_TUPLES_OK || status == PGRES_EMPTY_QUERY;
}

std::string field(const PGresult* result, int code) {
  const char* text = result == nullptr ? nullptr : PQresultErrorField(result, code);
  return text == nullptr ? "" : text;
}

// The lines of a message of libpq in one: it ends them with a newline and indents what follows.
std::string one_line(std::string_view text) {
  std::string result;
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t end = std::min(text.find('\n', at), text.size());
    std::string_view line = text.substr(at, end - at);
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
    if (!line.empty()) result += (result.empty() ? "" : "; ") + std::string(line);
    at = end + 1;
  }
  return result;
}

std::string connection_hint(std::string_view message) {
  static constexpr std::array<std::array<std::string_view, 2>, 13> hints = {{
      {"password authentication failed",
       "check user and password; a password may also stand in PGPASSWORD or ~/.pgpass"},
      {"no password supplied", "give the password in the URL, in PGPASSWORD or in ~/.pgpass"},
      {"Peer authentication failed",
       "the server wants the operating system's user of that name; give host=localhost "
       "and a password, or another user"},
      {"could not translate host name", "check the host name in the URL"},
      {"Connection refused", "check that the server runs and listens at that host and port"},
      {"No such file or directory", "check that a server runs on this machine, or give a URL with a host"},
      {"timeout expired", "check host, port and firewall"},
      {"no pg_hba.conf entry",
       "the server's pg_hba.conf does not let this user in from here; it may want sslmode=require"},
      {"does not support SSL", "give sslmode=prefer, or sslmode=disable where the network is trusted"},
      {"certificate verify failed", "give the authority's certificate in sslrootcert"},
      {"too many", "the server takes no more connections; try again, or free some"},
      {"starting up", "the server is starting; try again"},
      {"does not exist", "check the names of database and user, or create them"},
  }};
  for (const auto& [sign, hint] : hints) {
    if (message.find(sign) != std::string_view::npos) return std::string(hint);
  }
  return "check the URL: --url, or `url` under [database] in limbeck.toml, or the PG* variables";
}

}  // namespace

// ---- Result ----------------------------------------------------------------------------------------------------

struct Result::State {
  RawResult result;
};

Result::Result(std::shared_ptr<State> state) : state_(std::move(state)) {}
std::size_t Result::rows() const {
  return static_cast<std::size_t>(PQntuples(state_->result.get()));
}
std::size_t Result::columns() const {
  return static_cast<std::size_t>(PQnfields(state_->result.get()));
}

bool Result::is_null(std::size_t row, std::size_t column) const {
  return PQgetisnull(state_->result.get(), static_cast<int>(row), static_cast<int>(column)) != 0;
}

std::string_view Result::text(std::size_t row, std::size_t column) const {
  const int r = static_cast<int>(row);
  const int c = static_cast<int>(column);
  const char* value = PQgetvalue(state_->result.get(), r, c);
  if (value == nullptr) return {};  // out of range: libpq has warned
  return {value, static_cast<std::size_t>(PQgetlength(state_->result.get(), r, c))};
}

std::optional<std::string> Result::value(std::size_t row, std::size_t column) const {
  if (is_null(row, column)) return std::nullopt;
  return std::string(text(row, column));
}

std::string Result::command_tag() const {
  return PQcmdStatus(state_->result.get());
}

// ---- Connection ------------------------------------------------------------------------------------------------

struct Connection::State {
  std::unique_ptr<PGconn, decltype(&PQfinish)> connection{nullptr, &PQfinish};
  std::unique_ptr<PGcancel, decltype(&PQfreeCancel)> cancel{nullptr, &PQfreeCancel};
  std::function<void(std::string_view, std::string_view)> on_notice;
  std::string description;

  [[nodiscard]] PGconn* raw() const { return connection.get(); }
  [[nodiscard]] bool is_broken() const { return PQstatus(raw()) == CONNECTION_BAD; }

  static void receive_notice(void* self, const PGresult* notice);
  [[nodiscard]] Error failure(const PGresult* result, std::string_view statement) const;
  [[nodiscard]] RawResult run(const std::string& sql) const;
  [[nodiscard]] RawResult run(const Query& query) const;
  [[nodiscard]] bool send(const Query& query) const;
  [[nodiscard]] RawResult next_result() const;
  [[nodiscard]] static Result wrap(RawResult result) {
    return Result(std::make_shared<Result::State>(Result::State{std::move(result)}));
  }
};

void Connection::State::receive_notice(void* self, const PGresult* notice) {
  const auto* state = static_cast<State*>(self);
  if (!state->on_notice) return;
  std::string severity = field(notice, PG_DIAG_SEVERITY_NONLOCALIZED);
  if (severity.empty()) severity = field(notice, PG_DIAG_SEVERITY);
  state->on_notice(severity, field(notice, PG_DIAG_MESSAGE_PRIMARY));
}

Error Connection::State::failure(const PGresult* result, std::string_view statement) const {
  const std::string sqlstate = field(result, PG_DIAG_SQLSTATE);
  if (is_broken()) stay_if_ending();
  if (sqlstate.empty() && is_broken()) {
    Error lost(fmt::format("the connection to {} was lost: {}", description, one_line(PQerrorMessage(raw()))),
               ExitStatus::connection);
    lost.statement = statement;
    return lost;
  }
  std::string message = field(result, PG_DIAG_MESSAGE_PRIMARY);
  if (message.empty()) message = one_line(result == nullptr ? PQerrorMessage(raw()) : PQresultErrorMessage(result));
  // Class 08 is a broken connection, 57P01 to 57P03 a server that goes away.
  const bool lost = sqlstate.rfind("08", 0) == 0 || sqlstate == "57P01" || sqlstate == "57P02" || sqlstate == "57P03";
  Error error(std::move(message), lost ? ExitStatus::connection : ExitStatus::error);
  error.sqlstate = sqlstate;
  error.detail = field(result, PG_DIAG_MESSAGE_DETAIL);
  if (const std::string context = field(result, PG_DIAG_CONTEXT); !context.empty()) {
    error.detail += (error.detail.empty() ? "" : "\n") + context;
  }
  error.hint = field(result, PG_DIAG_MESSAGE_HINT);
  error.statement = statement;
  error.position = std::atoi(field(result, PG_DIAG_STATEMENT_POSITION).c_str());
  return error;
}

// The last result; of COPY with the client, which has nobody here to talk to, the error that ending it gives.
RawResult Connection::State::run(const std::string& sql) const {
  RawResult result = own(PQexec(raw(), sql.c_str()));
  const ExecStatusType status = PQresultStatus(result.get());
  if (status != PGRES_COPY_IN && status != PGRES_COPY_OUT && status != PGRES_COPY_BOTH) return result;
  if (status != PGRES_COPY_OUT) PQputCopyEnd(raw(), "limbeck does not run COPY from the client");
  if (status != PGRES_COPY_IN) {
    for (char* row = nullptr; PQgetCopyData(raw(), &row, 0) > 0;) PQfreemem(row);
  }
  bool failed = false;
  while (RawResult next = own(PQgetResult(raw()))) {
    if (!failed) failed = !succeeded(next.get()), result = std::move(next);
  }
  return result;
}

bool Connection::State::send(const Query& query) const {
  std::vector<const char*> values;
  values.reserve(query.parameters.size());
  for (const auto& parameter : query.parameters) values.push_back(parameter ? parameter->c_str() : nullptr);
  return PQsendQueryParams(raw(), query.sql.c_str(), static_cast<int>(values.size()), nullptr, values.data(), nullptr,
                           nullptr, 0) == 1;
}

RawResult Connection::State::run(const Query& query) const {
  if (!send(query)) return own(nullptr);
  RawResult last = own(nullptr);
  while (RawResult next = own(PQgetResult(raw()))) {
    const ExecStatusType status = PQresultStatus(next.get());
    if (status == PGRES_COPY_IN) PQputCopyEnd(raw(), "limbeck does not run COPY from the client");
    if (status == PGRES_COPY_OUT) {
      for (char* row = nullptr; PQgetCopyData(raw(), &row, 0) > 0;) PQfreemem(row);
    }
    last = std::move(next);
  }
  return last;
}

// PQgetResult without its wait: it waits for room to write alone while a request is unsent, and a server that is
// itself waiting for us to read would never make room.
RawResult Connection::State::next_result() const {
  for (;;) {
    const int unsent = PQflush(raw());
    if (unsent < 0 || PQisBusy(raw()) == 0) break;
    pollfd socket{PQsocket(raw()), static_cast<short>(unsent == 1 ? POLLIN | POLLOUT : POLLIN), 0};
    if (poll(&socket, 1, -1) < 0 && errno != EINTR) break;
    if ((socket.revents & ~POLLOUT) != 0 && PQconsumeInput(raw()) == 0) break;
  }
  return own(PQgetResult(raw()));
}

Connection::Connection(const std::string& conninfo, const std::string& application_name)
    : state_(std::make_unique<State>()) {
  const std::string checked = checked_conninfo(conninfo);
  std::vector<const char*> keywords = {"dbname"};
  std::vector<const char*> values = {checked.c_str()};
  const auto add = [&](const char* keyword, const char* value) {
    keywords.push_back(keyword);
    values.push_back(value);
  };
  add("fallback_application_name", application_name.c_str());
  add("client_encoding", "UTF8");
  // Without a limit an unreachable host hangs for minutes; a service file may hold a limit of its own.
  if (std::getenv("PGCONNECT_TIMEOUT") == nullptr && std::getenv("PGSERVICE") == nullptr &&
      conninfo_value(checked, "connect_timeout").empty() && conninfo_value(checked, "service").empty()) {
    add("connect_timeout", "15");
  }
  keywords.push_back(nullptr);
  values.push_back(nullptr);
  state_->connection.reset(PQconnectdbParams(keywords.data(), values.data(), 1));
  if (PQstatus(state_->raw()) != CONNECTION_OK) {
    std::string message = one_line(PQerrorMessage(state_->raw()));
    std::string hint = connection_hint(message);
    throw Error("cannot connect: " + std::move(message), ExitStatus::connection).with_hint(std::move(hint));
  }
  const auto text = [](const char* value) { return std::string(value == nullptr ? "" : value); };
  state_->description = fmt::format("{}:{}/{} as {}", text(PQhost(state_->raw())), text(PQport(state_->raw())),
                                    text(PQdb(state_->raw())), text(PQuser(state_->raw())));
  state_->cancel.reset(PQgetCancel(state_->raw()));
  PQsetNoticeReceiver(state_->raw(), &State::receive_notice, state_.get());
}

Connection::Connection(Connection&&) noexcept = default;
Connection& Connection::operator=(Connection&&) noexcept = default;
Connection::~Connection() = default;

namespace {

void refuse_nul(std::string_view sql) {
  if (sql.find('\0') != std::string_view::npos) throw Error("a statement holds a NUL character");
}

}  // namespace

Result Connection::execute(std::string_view sql) {
  refuse_nul(sql);
  RawResult result = state_->run(std::string(sql));
  if (!succeeded(result.get())) throw state_->failure(result.get(), sql);
  return State::wrap(std::move(result));
}

Result Connection::query(const std::string& sql, const Parameters& parameters) {
  refuse_nul(sql);
  RawResult result = state_->run(Query{sql, parameters});
  if (!succeeded(result.get())) throw state_->failure(result.get(), sql);
  return State::wrap(std::move(result));
}

std::optional<Error> Connection::try_execute(std::string_view sql) {
  refuse_nul(sql);
  const RawResult result = state_->run(std::string(sql));
  if (succeeded(result.get())) return std::nullopt;
  return state_->failure(result.get(), sql);
}

std::vector<Result> Connection::pipeline(const std::vector<Query>& queries) {
  std::vector<Result> results;
  results.reserve(queries.size());
  pipeline(queries, [&](std::size_t, Result result) { results.push_back(std::move(result)); });
  return results;
}

void Connection::pipeline(const std::vector<Query>& queries, const std::function<void(std::size_t, Result)>& take) {
  for (const Query& query : queries) refuse_nul(query.sql);
  std::optional<Error> first_failure;
  std::exception_ptr refused;  // by `take`
  const auto fail = [&](const PGresult* result, std::string_view sql) {
    if (!first_failure) first_failure = state_->failure(result, sql);
  };

  PGconn* raw = state_->raw();
  // Non-blocking, sending only fills libpq's buffer; next_result() writes and reads as the socket allows.
  if (PQenterPipelineMode(raw) != 1 || PQsetnonblocking(raw, 1) != 0) throw state_->failure(nullptr, "");
  std::size_t sent = 0;
  while (sent < queries.size() && state_->send(queries[sent])) ++sent;
  if (sent < queries.size()) fail(nullptr, queries[sent].sql);
  if (PQpipelineSync(raw) != 1) fail(nullptr, "");

  for (std::size_t i = 0; i < sent && !state_->is_broken(); ++i) {
    bool answered = false;
    while (RawResult result = state_->next_result()) {
      const ExecStatusType status = PQresultStatus(result.get());
      if (status == PGRES_PIPELINE_SYNC) break;  // only after a loss of step, which `answered` reports
      if (status == PGRES_COPY_IN || status == PGRES_COPY_OUT || status == PGRES_COPY_BOTH) {
        // libpq knows no way back from here.
        state_->connection.reset();
        Error error("COPY with the client cannot run in a pipeline");
        error.statement = queries[i].sql;
        throw error;
      }
      if (status == PGRES_PIPELINE_ABORTED) {
        answered = true;
      } else if (!succeeded(result.get())) {
        fail(result.get(), queries[i].sql);
        answered = true;
      } else {
        answered = true;
        if (first_failure || refused) continue;
        try {
          take(i, State::wrap(std::move(result)));
        } catch (...) {
          refused = std::current_exception();
        }
      }
      if (state_->is_broken()) break;
    }
    if (!answered) fail(nullptr, queries[i].sql);
  }
  if (!state_->is_broken()) {
    const RawResult sync = state_->next_result();
    if (PQresultStatus(sync.get()) != PGRES_PIPELINE_SYNC) fail(sync.get(), "");
  }
  const bool left = PQsetnonblocking(raw, 0) == 0 && PQexitPipelineMode(raw) == 1;
  if (!left) fail(nullptr, "");
  if (refused) std::rethrow_exception(refused);
  if (first_failure) throw std::move(*first_failure);
}

int Connection::backend_pid() const {
  return PQbackendPID(state_->raw());
}

int library_version() {
  return PQlibVersion();
}

int Connection::server_version() const {
  return PQserverVersion(state_->raw());
}

bool Connection::in_transaction() const {
  const PGTransactionStatusType status = PQtransactionStatus(state_->raw());
  return status == PQTRANS_INTRANS || status == PQTRANS_INERROR;
}

bool Connection::is_broken() const {
  return state_->is_broken();
}
std::string Connection::description() const {
  return state_->description;
}

std::string Connection::quote_literal(std::string_view text) const {
  const std::unique_ptr<char, decltype(&PQfreemem)> quoted(PQescapeLiteral(state_->raw(), text.data(), text.size()),
                                                           &PQfreemem);
  if (quoted == nullptr) throw state_->failure(nullptr, "");
  // libpq begins with a space where it writes E'...'.
  return quoted.get() + (*quoted == ' ' ? 1 : 0);
}

void Connection::on_notice(std::function<void(std::string_view, std::string_view)> handler) {
  state_->on_notice = std::move(handler);
}

void Connection::cancel() noexcept {
  std::array<char, 256> message{};
  if (state_->cancel != nullptr) PQcancel(state_->cancel.get(), message.data(), static_cast<int>(message.size()));
}

// ---- Transaction -----------------------------------------------------------------------------------------------

Transaction::Transaction(Connection& connection, std::string_view begin) : connection_(connection) {
  connection_.execute(begin);
}

Transaction::~Transaction() {
  if (open_ && !connection_.is_broken() && connection_.in_transaction()) {
    try {
      (void)connection_.try_execute("ROLLBACK");
    } catch (...) {  // out of memory: the server rolls back when the connection ends
    }
  }
}

void Transaction::commit() {
  open_ = false;
  // COMMIT of a failed transaction is no error for the server: it rolls back and says so in the tag.
  if (connection_.execute("COMMIT").command_tag() != "COMMIT") {
    throw Error("the transaction was rolled back: a statement in it had failed");
  }
}

}  // namespace limbeck::pg
