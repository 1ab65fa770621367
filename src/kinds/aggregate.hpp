#pragma once
// An aggregate (pg_aggregate): ordinary, ordered-set and hypothetical-set ones.

#include "kinds/function.hpp"
#include "kinds/kind.hpp"
#include "kinds/type.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Aggregate : KindDefaults {
  static constexpr std::string_view kind_name = "aggregate";

  QName name;
  std::vector<FunctionArgument> arguments;  // of an ordered-set aggregate: the direct ones
  bool ordered_set = false;
  std::vector<FunctionArgument> ordered;
  Type state;
  Type moving_state;                           // empty: no moving-aggregate mode
  std::map<std::string, QName> functions;      // "sfunc", "finalfunc" ...; the schema empty for pg_catalog
  std::map<std::string, std::string> options;  // the others, as SQL; those with the usual value are left out
  bool operator==(const Aggregate&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {{space::function, name.schema, "", name.name}}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Aggregate& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Aggregate& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void types(const TypeSink& sink);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
