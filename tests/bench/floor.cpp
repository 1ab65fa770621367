// The floor for a libpq client: connects, sends every catalog query of standard input in one round trip, reads every
// byte of the answer. What limbeck does beyond that is what the benchmark measures.

#include <libpq-fe.h>

#include <cstdint>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <memory>
#include <string>

int main(int count, char** arguments) {
  const std::string queries{std::istreambuf_iterator<char>(std::cin), {}};
  const std::unique_ptr<PGconn, decltype(&PQfinish)> connection(PQconnectdb(count > 1 ? arguments[1] : ""), PQfinish);
  if (PQstatus(connection.get()) != CONNECTION_OK || PQsendQuery(connection.get(), queries.c_str()) == 0) {
    std::cerr << PQerrorMessage(connection.get());
    return 1;
  }
  std::uint64_t hash = 14695981039346656037U;
  long cells = 0;
  while (PGresult* next = PQgetResult(connection.get())) {
    const std::unique_ptr<PGresult, decltype(&PQclear)> result(next, PQclear);
    if (PQresultStatus(next) == PGRES_FATAL_ERROR) {
      std::cerr << PQresultErrorMessage(next);
      return 1;
    }
    const int columns = PQnfields(next);
    for (int row = 0; row < PQntuples(next); ++row) {
      for (int column = 0; column < columns; ++column, ++cells) {
        const char* value = PQgetvalue(next, row, column);
        const int length = PQgetlength(next, row, column);
        for (int i = 0; i < length; ++i) hash = (hash ^ static_cast<unsigned char>(value[i])) * 1099511628211U;
      }
    }
  }
  std::printf("%ld cells, hash %llx\n", cells, static_cast<unsigned long long>(hash));
  return 0;
}
