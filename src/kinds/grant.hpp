#pragma once
// What a role may do with an object and its columns: pg_class.relacl and its like, by aclexplode. Compared with what
// PostgreSQL gives by itself (acldefault): an owner's own privileges are nobody's grants, and an object that PUBLIC may
// use by default has a grant only where PUBLIC may not. Privileges that somebody else than the owner passed on are left
// aside. Roles are named, never made. A grant without privileges, to somebody who has none by default, says that the
// object has to be without those that default privileges would give it (given.hpp).

#include "kinds/kind.hpp"

#include <map>
#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct Grant : KindDefaults {
  static constexpr std::string_view kind_name = "grant";
  static constexpr bool is_dependent = true;

  using Privileges = std::map<std::string, bool>;      // "select", and whether it may be passed on
  using ByColumn = std::map<std::string, Privileges>;  // the empty name: of the whole object

  ObjectId target;
  std::string grantee;  // "public" is PUBLIC: no role can have that name
  ByColumn privileges;  // all that the grantee has; no empty maps

  // What the grantee has when the object was just made: these at least and these at most. Never compared.
  struct AtFirst {
    ByColumn least;
    ByColumn most;
    bool operator==(const AtFirst&) const { return true; }
  };
  std::optional<AtFirst> at_first = {};  // nothing: what PostgreSQL gives by itself
  bool operator==(const Grant&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const { return target; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Grant&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Grant& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void retarget(const std::map<ObjectId, ObjectId>& moved) {
    if (const auto found = moved.find(target); found != moved.end()) target = found->second;
  }
  std::optional<Attachment> attachment(const Namer& namer) const;
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

// The key of sections whose objects have privileges; the loader reads it by load_grants.
inline constexpr Key grants_key{"grants", Field::Type::table,
                                "What roles may do: { reader = \"select, update (name)\", public = \"none\" }."};
void load_grants(const Field& grants, const ObjectId& target, LoadScope& scope);

}  // namespace limbeck
