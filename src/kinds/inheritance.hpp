#pragma once
// That a table inherits from another (pg_inherits), which is no partitioning. An object apart from the table, since it
// comes and goes without it: INHERIT and NO INHERIT.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Inheritance : KindDefaults {
  static constexpr std::string_view kind_name = "inheritance";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;  // the table has to look like its base by then

  QName table;
  QName parent;
  bool operator==(const Inheritance&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  std::optional<ObjectId> inline_parent() const { return container(); }
  std::string inline_text(const std::vector<Child>&) const;
  Filling filling() const { return Filling::before; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Inheritance&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Inheritance&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

}  // namespace limbeck
