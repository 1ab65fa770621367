#pragma once
// An attribute of a composite type, for what is its own: a name that can be another, and a comment. Its type and its
// place among the others are the composite's, which also alters them.

#include "kinds/composite.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Attribute : KindDefaults {
  static constexpr std::string_view kind_name = "attribute";
  static constexpr bool is_dependent = true;

  QName composite;
  CompositeField field;
  bool in_tables = false;  // some table is of the type
  bool operator==(const Attribute& other) const {
    return composite == other.composite && field.name == other.field.name;
  }

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, composite.schema, composite.name, field.name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const { return {{space::type, composite.schema, "", composite.name}}; }
  std::optional<ObjectId> container() const { return ObjectId{"composite", composite.schema, "", composite.name, ""}; }
  void create(const std::vector<Child>&, const Hints&, sql::Script&) const {}
  void rename_to(const Attribute& now, sql::Script& script) const;
  void drop(sql::Script&) const {}
  Alteration alter(const Attribute&, const Hints&, sql::Script&) const { return Alteration::done(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
