#pragma once
// A comment on any object (pg_description): one kind for the whole system.

#include "kinds/kind.hpp"

#include <string>
#include <vector>

namespace limbeck {

struct Comment : KindDefaults {
  static constexpr std::string_view kind_name = "comment";
  static constexpr bool is_dependent = true;

  ObjectId target;   // of kind "key index": the index below a constraint; or "foreign table"
  std::string text;  // empty: not even the one that it comes with
  bool operator==(const Comment&) const = default;

  static std::span<const Section> sections() { return no_sections; }
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const { return {}; }
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Comment&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Comment& now, const Hints& hints, sql::Script& script) const;
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  void retarget(const std::map<ObjectId, ObjectId>& moved) {
    if (const auto found = moved.find(target); found != moved.end()) target = found->second;
  }
  std::optional<Attachment> attachment(const Namer& namer) const;
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

inline constexpr std::string_view key_index = "key index";
// Whether a model's comment on an object differs from none in the model at all. What comes with a comment of its own,
// the schema public or an extension, may have lost it, as an empty text says.
[[nodiscard]] bool says_something(const ObjectId& target, const std::string& text);
// The object that it is about: COMMENT ON has words that are no kinds.
[[nodiscard]] ObjectId commented_object(const ObjectId& target);

}  // namespace limbeck
