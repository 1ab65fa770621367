#pragma once
// Where the server programs of PostgreSQL are on this machine.

#include <string>

namespace limbeck::pg {

struct Binaries {
  std::string directory;  // holds initdb and postgres
  std::string version;    // as `postgres --version` prints it, with the packager's own number
  int major = 0;
};

// In `directory` if one is given, else the first of: what pg_config names, Debian's /usr/lib/postgresql/<major>/bin
// (the highest first), PATH. With `at_least_major` the lowest version found that is not below it: the nearest to the
// server whose place it takes. Throws Error with a hint if there is none.
[[nodiscard]] Binaries find_binaries(const std::string& directory, int at_least_major);

}  // namespace limbeck::pg
