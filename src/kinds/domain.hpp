#pragma once
// A domain (pg_type.typtype = 'd'). Its checks are objects of their own (domain_constraint.hpp).

#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Domain : KindDefaults {
  static constexpr std::string_view kind_name = "domain";

  QName name;
  Type type;
  std::string collation;  // qualified, as SQL; empty: the type's
  bool not_null = false;
  std::string default_value;
  bool over_domain = false;  // follows from the type; a domain would take over the default of the one below it
  bool operator==(const Domain& other) const;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{space::type, name.schema, "", name.name}}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const Domain& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  // ALTER DOMAIN can change neither the type nor the collation: the domain is made again for that (rule R28).
  Alteration alter(const Domain& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::remake : Reaction::keep; }
  std::optional<TypeSwap> remade(const Domain& now, const std::vector<TypeSwap>& causes) const;
  void rename(const Renaming& renaming);
  void expressions(const ExpressionSink& sink);
  void types(const TypeSink& sink) { sink(type); }
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
