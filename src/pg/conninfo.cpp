#include "pg/conninfo.hpp"

#include "model/error.hpp"

#include <fmt/core.h>
#include <libpq-fe.h>

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <memory>
#include <string_view>

namespace limbeck::pg {
namespace {

constexpr std::string_view encode_hint =
    "write the special characters of the password percent-encoded (@ as %40, / as %2F, : as %3A, % as %25), or leave "
    "the password out and give it in PGPASSWORD or ~/.pgpass";

Error refused(const std::string& message, std::string hint) {
  return Error(message, ExitStatus::connection).with_hint(std::move(hint));
}

std::string lower(std::string_view text) {
  std::string result(text);
  std::transform(result.begin(), result.end(), result.begin(),
                 [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
  return result;
}

bool is_scheme(std::string_view text) {
  return !text.empty() && std::isalpha(static_cast<unsigned char>(text.front())) != 0 &&
         std::all_of(text.begin(), text.end(), [](unsigned char c) {
           return std::isalnum(c) != 0 || c == '+' || c == '-' || c == '.' || c == '_';
         });
}

// [YOUR-PASSWORD], <password>, {{host}}: a bracketed word as documentation and dashboards leave it to be filled in.
// An IPv6 address in brackets holds a colon, a real password no such word between brackets.
bool has_placeholder(std::string_view text) {
  static constexpr std::array<std::string_view, 10> words = {"password", "passwd", "your", "user",   "host",
                                                             "project",  "name",   "ref",  "region", "secret"};
  for (std::size_t open = text.find_first_of("[<{"); open != std::string_view::npos;
       open = text.find_first_of("[<{", open + 1)) {
    const char closing = text[open] == '[' ? ']' : text[open] == '<' ? '>' : '}';
    const std::size_t close = text.find(closing, open);
    if (close == std::string_view::npos) continue;
    const std::string inside = lower(text.substr(open + 1, close - open - 1));
    const bool is_word = std::all_of(inside.begin(), inside.end(), [](unsigned char c) {
      return std::isalnum(c) != 0 || c == '-' || c == '_' || c == ' ' || c == '{' || c == '$';
    });
    if (is_word && std::any_of(words.begin(), words.end(),
                               [&](std::string_view word) { return inside.find(word) != std::string::npos; })) {
      return true;
    }
  }
  return false;
}

// libpq takes the first @ as the end of the password and the first / as the end of the host: an unencoded one makes
// it look for a host, port or database named after the rest of the password, and say so.
void check_authority(std::string_view after_scheme) {
  const std::size_t slash = after_scheme.find('/');
  const std::string_view authority = after_scheme.substr(0, slash);
  std::string_view path = slash == std::string_view::npos ? std::string_view{} : after_scheme.substr(slash);
  path = path.substr(0, path.find('?'));
  if (std::count(authority.begin(), authority.end(), '@') > 1 || path.find('@') != std::string_view::npos) {
    throw refused("the database URL has an @ too many: the password seems to hold a special character",
                  std::string(encode_hint));
  }
}

using Options = std::unique_ptr<PQconninfoOption, decltype(&PQconninfoFree)>;

Options parse(const std::string& conninfo, std::string& problem) {
  char* message = nullptr;
  Options options(PQconninfoParse(conninfo.c_str(), &message), &PQconninfoFree);
  if (message != nullptr) {
    problem = message;
    PQfreemem(message);
  }
  return options;
}

std::string value_of(const Options& options, std::string_view keyword) {
  for (const PQconninfoOption* option = options.get(); option != nullptr && option->keyword != nullptr; ++option) {
    if (keyword == option->keyword) return option->val == nullptr ? "" : option->val;
  }
  return {};
}

// libpq's message, without what it quotes.
std::string kind_of_problem(std::string_view message) {
  static constexpr std::array<std::array<std::string_view, 2>, 6> kinds = {{
      {"invalid percent-encoded token", "a % in it is not followed by two hexadecimal digits"},
      {"forbidden value %00", "it holds %00"},
      {"missing \"=\"", "a keyword in it has no \"=\""},
      {"unterminated quoted string", "a quote in it is not closed"},
      {"invalid connection option", "it names an option that libpq does not know"},
      {"invalid URI query parameter", "it names a parameter that libpq does not know"},
  }};
  for (const auto& [sign, kind] : kinds) {
    if (message.find(sign) != std::string_view::npos) return std::string(kind);
  }
  return "its form is wrong";
}

// What libpq would take as a connection string and not as the name of a database (PQconnectdbParams, expand_dbname).
bool is_connection_string(std::string_view text) {
  return text.rfind("postgresql://", 0) == 0 || text.rfind("postgres://", 0) == 0 ||
         text.find('=') != std::string_view::npos;
}

bool is_port_list(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](unsigned char c) { return std::isdigit(c) != 0 || c == ','; });
}

}  // namespace

std::string checked_conninfo(const std::string& conninfo) {
  if (conninfo.find('\0') != std::string::npos) {
    throw refused("the connection string holds a NUL character", "check where the string comes from");
  }
  std::string result = conninfo;
  const std::size_t colon = conninfo.find(':');
  const std::string scheme = colon == std::string::npos ? "" : lower(std::string_view(conninfo).substr(0, colon));
  const bool is_url = colon != std::string::npos && conninfo.compare(colon, 3, "://") == 0 && is_scheme(scheme);
  if (is_url || scheme == "sqlite" || scheme == "jdbc" || scheme == "mysql") {
    const std::string database = scheme.substr(0, scheme.find('+'));
    if (database != "postgresql" && database != "postgres") {
      throw refused(fmt::format("the database URL begins with \"{}:\", and limbeck works with PostgreSQL only", scheme),
                    "give a URL such as postgresql://user@host:5432/database");
    }
    result = database + conninfo.substr(colon);
    check_authority(std::string_view(result).substr(database.size() + 3));
  }
  if (has_placeholder(result)) {
    throw refused("the database URL still holds a placeholder, such as [PASSWORD]",
                  "put the real value in its place; special characters of a password are percent-encoded");
  }
  if (!is_connection_string(result)) return result;
  std::string problem;
  const Options options = parse(result, problem);
  if (options == nullptr) {
    throw refused("the connection string cannot be read: " + kind_of_problem(problem),
                  is_url ? std::string(encode_hint)
                         : "give a URL (postgresql://user@host:5432/database) or keywords (host=... dbname=...) with "
                           "values that hold spaces between single quotes");
  }
  if (!is_port_list(value_of(options, "port"))) {
    throw refused("the port in the connection string is not a number", std::string(encode_hint));
  }
  return result;
}

std::string conninfo_value(const std::string& conninfo, const std::string& keyword) {
  if (!is_connection_string(conninfo)) return keyword == "dbname" ? conninfo : "";
  std::string problem;
  return value_of(parse(conninfo, problem), keyword);
}

std::string conninfo_quoted(const std::string& value) {
  std::string result = "'";
  for (const char c : value) {
    if (c == '\'' || c == '\\') result += '\\';
    result += c;
  }
  return result + "'";
}

std::string conninfo_of_database(const std::string& conninfo, const std::string& database) {
  std::string out = "dbname=" + conninfo_quoted(database);
  if (!is_connection_string(conninfo)) return out;
  std::string problem;
  const Options options = parse(conninfo, problem);
  for (const PQconninfoOption* each = options.get(); each != nullptr && each->keyword != nullptr; ++each) {
    const std::string_view keyword = each->keyword;
    if (each->val == nullptr || keyword == "dbname") continue;
    out += fmt::format(" {}={}", keyword, conninfo_quoted(each->val));
  }
  return out;
}

bool environment_names_database() {
  static constexpr std::array<std::string_view, 5> keywords = {"service", "host", "hostaddr", "port", "dbname"};
  std::string problem;
  const Options options = parse("", problem);  // libpq's own list of what it reads
  for (const PQconninfoOption* each = options.get(); each != nullptr && each->keyword != nullptr; ++each) {
    const bool says_where = std::find(keywords.begin(), keywords.end(), each->keyword) != keywords.end();
    const char* value = says_where && each->envvar != nullptr ? std::getenv(each->envvar) : nullptr;
    if (value != nullptr && *value != '\0') return true;
  }
  return false;
}

std::vector<std::string> connection_variables() {
  // Three that are about files and not about an option of a connection.
  std::vector<std::string> names = {"PGSERVICEFILE", "PGSYSCONFDIR", "PGLOCALEDIR"};
  std::string problem;
  const Options options = parse("", problem);  // libpq's own list of what it reads
  for (const PQconninfoOption* each = options.get(); each != nullptr && each->keyword != nullptr; ++each) {
    if (each->envvar != nullptr) names.emplace_back(each->envvar);
  }
  return names;
}

}  // namespace limbeck::pg
