#pragma once
// When a trigger that a part has from the whole fires, where that is not when the whole's does (tgenabled). The copy of
// the trigger itself is no object.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct PartTrigger : KindDefaults {
  static constexpr std::string_view kind_name = "trigger of part";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;  // the table has to be a part by then

  QName table;
  std::string name;
  std::string enabled;   // as a trigger's
  std::string of_whole;  // and the whole's; compared, since a statement for the whole reaches down
  bool operator==(const PartTrigger&) const = default;

  static std::span<const Section> sections() { return no_sections; }  // those of triggers
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, table.schema, table.name, name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::after; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const PartTrigger&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const PartTrigger& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const;
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
