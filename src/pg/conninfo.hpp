#pragma once
// What can be wrong with a connection string before a server is asked. libpq reads it; this only answers in its place
// where its own message would quote a part of the string, and so perhaps of the password (rules.md 8.5), or would
// leave the reader without a next step.

#include <string>
#include <vector>

namespace limbeck::pg {

// The string to hand to libpq: as given, but for the driver that SQLAlchemy writes into the scheme
// (`postgresql+psycopg2://`). Throws Error with ExitStatus::connection for a URL of another database, a placeholder
// such as [PASSWORD] that nobody filled in, characters of a password that need percent-encoding, and whatever libpq
// cannot parse. No message holds any part of the string but its scheme.
[[nodiscard]] std::string checked_conninfo(const std::string& conninfo);

// The value of `keyword` (host, port, ...) as libpq finds it in the string itself; empty if it is not there.
[[nodiscard]] std::string conninfo_value(const std::string& conninfo, const std::string& keyword);

// `value` between quotes, as a keyword string wants it.
[[nodiscard]] std::string conninfo_quoted(const std::string& value);

// What the string says, all of it, with another database.
[[nodiscard]] std::string conninfo_of_database(const std::string& conninfo, const std::string& database);

// Whether variables that libpq reads say where a database is: PGHOST, PGHOSTADDR, PGPORT, PGDATABASE or PGSERVICE. Who
// connects, and how, is not enough.
[[nodiscard]] bool environment_names_database();
// The names of all variables that libpq reads.
[[nodiscard]] std::vector<std::string> connection_variables();

}  // namespace limbeck::pg
