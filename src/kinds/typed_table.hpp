#pragma once
// That a table is OF a composite type (pg_class.reloftype). An object apart from the table, since PostgreSQL lets it
// come and go: while the type changes the table is an ordinary one, whose columns change with it.

#include "kinds/composite.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct TypedTable : KindDefaults {
  static constexpr std::string_view kind_name = "type of table";
  static constexpr bool is_dependent = true;
  static constexpr bool comes_last = true;  // the table has to look like the type by then

  QName table;
  QName type;
  std::vector<CompositeField> fields;  // those of the type; compared, so that a change of the type is one of this
  bool operator==(const TypedTable&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, table.schema, table.name, "of", ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return ObjectId{"table", table.schema, "", table.name, ""}; }
  Filling filling() const { return Filling::before; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const TypedTable&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const TypedTable&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  Reaction react(Effect effect) const { return effect == Effect::none ? Reaction::keep : Reaction::rebuild; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Attachment> attachment(const Namer& namer) const;
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

}  // namespace limbeck
