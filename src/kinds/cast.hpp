#pragma once
// A cast (pg_cast) that no extension brought. It has no name: two types tell it from others. PostgreSQL alters nothing
// of a cast, and nothing remembers that it was used.

#include "grammar/cast.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Cast : KindDefaults {
  static constexpr std::string_view kind_name = "cast";
  static constexpr bool is_used_unnamed = true;

  Type source;  // without modifiers
  Type target;
  grammar::CastDefinition::Method method = grammar::CastDefinition::Method::function;
  grammar::CastDefinition::Context context = grammar::CastDefinition::Context::explicit_;
  QName function;               // without a schema it is a built-in one; empty: none
  std::vector<Type> arguments;  // of the function
  bool operator==(const Cast&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Cast&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Cast&, const Hints&, sql::Script&) const { return Alteration::replace(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
