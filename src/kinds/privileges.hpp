#pragma once
// Sets of privileges, as GRANT and REVOKE have them: the words of a model file, and the statements between two sets.

#include "kinds/grantable.hpp"
#include "kinds/scope.hpp"

#include <optional>
#include <string>
#include <string_view>

namespace limbeck {

// Where the statements stand: "GRANT select ON TABLE t TO reader", with what comes before GRANT.
struct GrantPlace {
  std::string prefix;   // empty, or ALTER DEFAULT PRIVILEGES ... with a blank behind it
  std::string object;   // "TABLE public.t", "TABLES"
  std::string grantee;  // "public" is PUBLIC
};

// The value of a key below `grants`: "select, insert (a); update with grant option", "none". Nothing if it has an
// error.
[[nodiscard]] std::optional<Grant::ByColumn> load_privileges(const Field& item, const Grantable& of,
                                                             std::string_view kind, LoadScope& scope);
// The same, written.
[[nodiscard]] std::string privileges_text(const Grant::ByColumn& privileges, const Grantable& of);
// Who has all of a kind's privileges has those of later versions, too, where there are any.
void drop_later(Grant::ByColumn& privileges, const Grantable& of);
// What leads from one set to another.
void change_privileges(const GrantPlace& place, const Grantable& of, const Grant::ByColumn& was,
                       const Grant::ByColumn& now, sql::Script& script);

}  // namespace limbeck
