#pragma once
// A sequence (pg_sequence), free or owned by a column. A serial is an integer column, the sequence that it owns, and a
// default that calls nextval. The sequence of an identity column is part of the column.

#include "kinds/kind.hpp"
#include "kinds/sequence_options.hpp"

#include <optional>
#include <string>
#include <vector>

namespace limbeck {

struct OwningColumn {
  QName table;
  Name column;
  bool operator==(const OwningColumn&) const = default;
};

struct Sequence : KindDefaults {
  static constexpr std::string_view kind_name = "sequence";

  QName name;
  SequenceOptions options;
  std::optional<OwningColumn> owner;
  bool unlogged = false;
  bool operator==(const Sequence&) const = default;

  static std::span<const Section> sections();
  static std::span<const CatalogQuery> queries();
  ObjectId id() const;
  std::vector<Slot> slots() const;
  std::vector<Slot> references() const;
  std::optional<ObjectId> container() const;
  // Its column, where `serial` would make just this sequence.
  std::optional<ObjectId> inline_parent() const;
  std::string inline_text(const std::vector<Child>&) const { return options.type; }
  void create(const std::vector<Child>& children, const Hints& hints, sql::Script& script) const;
  void rename_to(const Sequence& now, sql::Script& script) const;
  void drop(sql::Script& script) const;
  Alteration alter(const Sequence& now, const Hints& hints, sql::Script& script) const;
  Filling filling() const { return Filling::before; }
  void hand_over(sql::Script& script) const;
  static void carry(const Sequence* was, const Sequence* now, const Carried& how, Refill& refill);
  // One that a column of a table made again owns keeps its position.
  Reaction react(Effect effect) const {
    if (effect == Effect::refilled) return Reaction::convert;
    return effect == Effect::rebuilt ? Reaction::rebuild : Reaction::keep;
  }
  void rename(const Renaming& renaming);
  std::optional<Written> written(const std::vector<Child>& children, const Namer& namer) const;
};

// The default that a serial column has: nextval('schema.sequence'::regclass).
[[nodiscard]] std::string nextval(const QName& sequence);

}  // namespace limbeck
