#pragma once
// What roles may do with the objects that a role makes later (pg_default_acl), everywhere or in one schema. As with
// grants, the role's own privileges are left aside. Objects get theirs when they are made, so these are taken away
// before anything is made and given after.

#include "kinds/grant.hpp"
#include "kinds/kind.hpp"

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace limbeck {

struct DefaultPrivileges : KindDefaults {
  static constexpr std::string_view kind_name = "default privileges";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;

  std::string role;       // whose new objects
  std::string in_schema;  // empty: wherever they are
  // By "tables" and the like, then by grantee; of a grantee that has what PostgreSQL gives by itself nothing.
  std::map<std::pair<std::string, std::string>, Grant::Privileges> privileges;
  bool operator==(const DefaultPrivileges&) const = default;

  // "tables" and the like for what a kind's objects get theirs from; empty for a kind without privileges.
  static std::string_view what_of(std::string_view kind);

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", "", role, in_schema}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const DefaultPrivileges&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const DefaultPrivileges&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
