#pragma once
// A foreign server (pg_foreign_server).

#include "kinds/foreign_options.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Server : KindDefaults {
  static constexpr std::string_view kind_name = "server";

  Name name;
  std::string wrapper;
  std::string type;     // empty: none
  std::string version;  // empty: none
  ForeignOptions options;
  bool operator==(const Server&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", "", name, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Server& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Server& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
