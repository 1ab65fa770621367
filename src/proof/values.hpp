#pragma once
// Values for made-up rows: a text that the type of a column takes, another one for each number. Best effort: who can
// not be given one gets none.

#include "pg/connection.hpp"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::proof {

struct TypeFacts {
  std::string name;
  char kind = 'b';            // pg_type.typtype
  char category = 'U';        // pg_type.typcategory
  std::uint32_t element = 0;  // of an array
  std::uint32_t base = 0;     // of a domain
  int modifier = -1;          // of a domain
  std::uint32_t subtype = 0;  // of a range or multirange
  std::vector<std::string> labels;
  std::vector<std::pair<std::uint32_t, int>> attributes;  // of a composite type: type and modifier
  std::string checks;                                     // of a domain
};

// What somebody's check lets through is often written in it: the strings and the numbers of its text.
struct Literals {
  std::vector<std::string> strings;
  std::vector<long long> numbers;
};
[[nodiscard]] Literals literals_of(std::string_view check);

// How the values of a row are chosen.
struct Choice {
  int row = 1;           // from 1
  bool literals = true;  // strings of checks go before made-up ones
  int above = 0;         // 1: numbers above all of the checks' numbers, -1: below
};

class Types {
 public:
  explicit Types(pg::Connection& connection);

  // Nothing for a type of which no value is known. `check`: the text of the checks on the column.
  [[nodiscard]] std::optional<std::string> value(std::uint32_t type, int modifier, std::string_view check,
                                                 const Choice& choice) const;

 private:
  [[nodiscard]] std::optional<std::string> plain(const TypeFacts& type, int modifier, const Literals& literals,
                                                 const Choice& choice) const;
  std::map<std::uint32_t, TypeFacts> types_;
};

}  // namespace limbeck::proof
