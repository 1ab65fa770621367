#pragma once
// An operator (pg_operator) that no extension brought. Operator classes and families are not modelled.

#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>

namespace limbeck {

struct Operator : KindDefaults {
  static constexpr std::string_view kind_name = "operator";
  static constexpr bool is_used_unnamed = true;

  QName name;
  std::optional<Type> left;  // nothing: it stands before its argument
  Type right;
  QName function;  // like those below: without a schema it is a built-in one
  // The other operator may come later, so that they are no references.
  QName commutator;  // empty: none
  QName negator;
  QName restriction;  // selectivity estimators; empty: none
  QName join;
  bool hashes = false;
  bool merges = false;
  bool operator==(const Operator&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{space::operator_, name.schema, "", name.name}}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Operator&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Operator& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
