#pragma once
// A user mapping (pg_user_mapping), without its secrets: only options that can be none are read, compared and written;
// the others never leave the server. Who may not see the options of a mapping finds them equal to whatever a model
// says.

#include "kinds/foreign_options.hpp"
#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct MappingOptions {
  ForeignOptions known;
  bool hidden = false;
  bool operator==(const MappingOptions& other) const { return hidden || other.hidden || known == other.known; }
};

struct UserMapping : KindDefaults {
  static constexpr std::string_view kind_name = "user mapping";
  static constexpr bool is_dependent = true;

  std::string server;
  std::string user;  // "public": PUBLIC
  MappingOptions options;
  bool operator==(const UserMapping&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const { return {kind_name, "", server, user, ""}; }
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const UserMapping&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const UserMapping& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

}  // namespace limbeck
