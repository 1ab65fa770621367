#pragma once
// A composite type (pg_type.typtype = 'c' that is no relation's row type). The order of attributes is that of the
// values, so the type holds them; attribute.hpp is what comments and renames know of one.

#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct CompositeField {
  Name name;
  Type type;
  std::string collation;  // qualified, as SQL; empty: the type's
  bool operator==(const CompositeField&) const = default;

  [[nodiscard]] std::string definition(const Namer& namer) const;  // what follows the name
};

struct Composite : KindDefaults {
  static constexpr std::string_view kind_name = "composite";

  QName name;
  std::vector<CompositeField> fields;
  bool operator==(const Composite&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Composite& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  // An attribute of another type cannot be altered while a column uses the composite: it is made again then (rule R28).
  // Another order of attributes would change the meaning of the columns' values.
  Alteration alter(const Composite& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::remake : Reaction::keep; }
  std::optional<TypeSwap> remade(const Composite& now, const std::vector<TypeSwap>& causes) const;
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
