#pragma once
// Anything that limbeck does not model, with the statements that make it and drop it. It is known by what PostgreSQL
// calls it (pg_identify_object), and all that is compared is whether it is there.

#include "kinds/kind.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

// What it needs, as the model says and as the catalog knows. Never compared.
struct Needs {
  std::vector<Slot> slots;
  bool operator==(const Needs&) const { return true; }
};

struct Raw : KindDefaults {
  static constexpr std::string_view kind_name = "raw";
  static constexpr bool is_used_unnamed = true;

  Name name;
  std::string object;  // "operator public.===(integer,integer)"
  std::vector<std::string> create_statements;
  std::vector<std::string> drop_statements;
  bool absent = false;  // it is to be dropped
  Needs needs = {};
  bool operator==(const Raw& other) const { return name == other.name; }

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries() { return {}; }
  ObjectId id() const { return {kind_name, "", "", name, ""}; }
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const { return needs.slots; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Raw&, sql::Script&) const {}
  void drop(sql::Script& script) const;
  Alteration alter(const Raw&, const Hints&, sql::Script&) const { return Alteration::done(); }
  Reaction react(Effect effect) const { return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep; }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>&, const Namer&) const { return std::nullopt; }
};

// The same for any blanks: "operator public.=== (integer, integer)".
[[nodiscard]] std::string normal_identity(std::string_view text);

}  // namespace limbeck
