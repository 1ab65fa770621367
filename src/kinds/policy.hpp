#pragma once
// A row security policy of a table (pg_policy). Whether row security is on at all is an attribute of the table. Roles
// are named, never made.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Policy : KindDefaults {
  static constexpr std::string_view kind_name = "policy";
  static constexpr bool is_dependent = true;

  QName table;
  Name name;
  bool restrictive = false;
  std::string command = "all";     // "select", "insert", "update", "delete"
  std::vector<std::string> roles;  // sorted; empty: PUBLIC
  std::string using_condition;     // empty: none
  std::string check;               // empty: none
  bool operator==(const Policy&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Policy& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Policy& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
