#pragma once
// An event trigger (pg_event_trigger). One whose function stands in a schema that is not managed is left alone.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct EventTrigger : KindDefaults {
  static constexpr std::string_view kind_name = "event trigger";
  static constexpr bool is_dependent = true;
  static constexpr bool fires_on_ddl = true;

  Name name;
  std::string event;
  std::vector<std::string> tags;  // in capitals; empty: all commands
  QName function;
  std::string enabled;  // "never", "replica", "always"; empty: as usual
  bool operator==(const EventTrigger&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", "", name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void finish(sql::Script& script) const;
  void rename_to(const EventTrigger& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const EventTrigger& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
