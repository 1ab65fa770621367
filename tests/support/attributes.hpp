#pragma once
// R14: every attribute that a model can say is compared. Each case flips one; the differ must find just that, the
// upgrade must give what the second schema gives, the downgrade the first (pg_dump is the referee), and a second look
// nothing.

#include <string>
#include <vector>

namespace limbeck::testing {

struct AttributeCase {
  const char* name;
  const char* common;  // in both
  const char* was;
  const char* now;
  std::vector<std::string> up;    // the changes, as they are shown
  std::vector<std::string> down;  // empty: the same as `up`
  int since = 0;                  // the first major version of PostgreSQL that can say it
};

void check_attributes(const std::vector<AttributeCase>& cases);

}  // namespace limbeck::testing
