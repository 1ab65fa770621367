#pragma once
// What every kind of object provides, and the few types that these functions speak in. A kind is one value type with a
// defaulted operator==, in one .hpp/.cpp pair of this folder, and one entry of the list in all.hpp. The passes (diff,
// expand, order, fold, emit), the loader and the introspector know this page, and no kind by name.

#include "model/field.hpp"
#include "model/name.hpp"
#include "sql/script.hpp"

#include <concepts>
#include <functional>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace limbeck {

class LoadScope;
class CatalogScope;
class Row;
struct Type;

// What a model says beside the schema itself. Never compared.
struct Hints {
  std::string renamed_from;
  std::string using_expression;                  // of a type change
  std::string backfill;                          // value of existing rows when a column is added or becomes NOT NULL
  std::map<std::string, std::string> value_map;  // removed enum value -> the value that its rows get
  std::map<std::string, std::string> value_renames;  // old enum value -> new
};

// What an alteration does to the objects that depend on the altered one.
enum class Effect {
  none,      // they do not notice
  resized,   // a column's type has other modifiers only
  retyped,   // a column has another type: what was parsed against it may not stand any more
  rebuilt,   // the object is dropped and made again
  refilled,  // the same, and what is in it goes along: a table with its rows, a column of it
};

// What a dependent does about it.
enum class Reaction {
  keep,     // nothing
  convert,  // it is altered to use the new object (a column whose type was made again)
  remake,   // it is a type that is made again as the one below it is (a domain over an enum)
  rebuild,  // it is dropped before and created after
};

// When an object of a table that is made again has to be there: before its rows are written, or after.
enum class Filling { free, before, after };

// How the rows of a table that is made again get into the new one.
struct Refill {
  std::vector<std::string> columns;  // of the new table
  std::vector<std::string> values;   // in the same order, of rows of the old one
  bool overriding = false;           // an identity column that is always generated is among them
  std::vector<sql::Hazard> hazards;
  sql::Script begin;   // before the old table is renamed away
  sql::Script before;  // right before the rows are written
  sql::Script end;     // when the rows are there
};

// One of the things in such a table that the rows have a value of.
struct Carried {
  const Hints& hints;
  bool was_own = true;        // false: the old table had it from a base
  bool is_own = true;         // and the new one
  bool through_text = false;  // its type is made again, too: no cast is known
};

// A type, collation or table that is made again under its old name while others still use it: renamed away, created,
// columns converted one table at a time (of a table: its rows written into the new one), the old one dropped (rule
// R28).
struct TypeSwap {
  QName type;
  std::string refusal;  // why values of the old type do not become values of the new one; empty: through their text
  // How a value becomes one of the new type where that is not through its text; the second says whether of an array.
  std::function<std::string(const std::string& value, bool is_array)> conversion = {};
  // Not empty: a value's text is not always that of the new one, and this is why.
  std::string other_text = {};
  // Not empty: only values that stand alone can be converted, those in arrays can not, and this is why.
  std::string only_alone = {};
  std::string old_name;              // the name of the type while it waits to be dropped
  std::vector<std::string> removed;  // labels that rows must not hold
  // Whether a value holds one of those: a condition of a query, which is true, false or null.
  std::function<std::string(const std::string& value, bool is_array)> holds_removed = {};
  std::vector<sql::Hazard> hazards;  // of each conversion
  sql::Script begin;                 // renames it away; its create follows
  sql::Script end;
  bool with_members = false;          // a table: what stands in it is made again, too
  std::optional<Refill> refill = {};  // of a table that has rows of its own
  std::string old_rows = {};          // where they are read from: "ONLY public.t__old"
};

// The two ends of a swap: `ALTER <word> name RENAME TO name__old`, and `DROP <word> name__old`.
[[nodiscard]] TypeSwap swap_away(const QName& name, std::string_view word);
// Whether the type, or what it is an array of, is the one made again.
[[nodiscard]] bool uses(const Type& type, const TypeSwap& swap);

struct Alteration {
  bool in_place = true;  // false: drop and create instead; the script is then ignored
  Effect effect = Effect::none;
  std::optional<TypeSwap> swap = {};

  static Alteration done(Effect effect = Effect::none) { return {true, effect, {}}; }
  static Alteration replace() { return {false, Effect::rebuilt, {}}; }
  // Where no column uses the type, the script is enough; if that is empty, the type is dropped and created.
  static Alteration remake(TypeSwap swap) { return {true, Effect::rebuilt, std::move(swap)}; }
};

// A text to be written into the CREATE of another object: a column into its table, a default into its column.
struct Child {
  std::string_view kind;
  std::string text;
};

// Statements around an object's own, for rows that are elsewhere meanwhile (passage.hpp). Never compared.
struct Around {
  std::vector<std::string> before;
  std::vector<std::string> after;
  std::vector<QName> waits_for;  // parts
  bool operator==(const Around&) const { return true; }
};

// One name becomes another. Every object that mentions the old name is told.
struct Renaming {
  Slot from;
  std::string to;
};

// An expression inside an object, for comparison by PostgreSQL (design: comparison).
struct ExpressionUse {
  enum class Shape {
    default_value,  // DEFAULT of a column of `type`
    condition,      // anything that is parsed against the columns of `table`
    trigger,        // WHEN of a row trigger on `table`: OLD and NEW
    policy,         // of a policy on `table`: a condition that may hold subqueries
    standalone,     // parsed without any table: an argument's default
    query,          // of a view, or a body in SQL: only the whole object can be printed
    bounds,         // of a part of the partitioned table `table`: FOR VALUES ...
  };
  std::string* text = nullptr;
  Shape shape = Shape::condition;
  QName table;
  std::string type;  // the type that the value is cast to, or empty; of a default_value its column's name
};
using ExpressionSink = std::function<void(const ExpressionUse&)>;
// For types inside an object, which a server may know by another name: an extension's.
using TypeSink = std::function<void(Type&)>;

// How definitions are written: as SQL statements do (names qualified, keywords in capitals), or as model files do
// (unqualified where they stand in `home`, keywords in small letters).
struct Namer {
  std::string home;  // empty: SQL
  // Whether the model file declares a name; what it does not declare is not found without its schema.
  std::function<bool(const Slot&)> declares = {};
  [[nodiscard]] std::string operator()(const QName& name) const;
  [[nodiscard]] std::string word(std::string_view capitals) const;
};

// One entry of a model file.
struct Written {
  struct Item {
    std::string key;
    std::vector<std::string> values;  // one for a text; several for a list
    enum class Form { text, flag, list } form = Form::text;
  };
  std::string_view section;  // "table", "columns": where the entry stands
  std::string key;
  std::string definition;  // empty: none
  std::vector<Item> items;
  std::string_view parent = "table";  // of a section below another: that one
};

// A key in the entry of another object: what has no entry of its own.
struct Attachment {
  ObjectId to;
  Written::Item item;
};

// A key of the long form of a section's entries. The loader checks entries against these, and the JSON Schema is made
// from them.
struct Key {
  std::string_view name;
  Field::Type type;
  std::string_view help;
};

// Where an entry stands: under which schema, and for what is below a table or view, under which one.
struct Place {
  std::string schema;
  std::string table;
  std::string_view parent = {};  // the section of the table or view
};

// A section of model files: [enum.x], [table.t], [table.t.columns].
struct Section {
  std::string_view name;
  std::vector<std::string_view> parents = {};   // {"table"} for what stands below a table; else empty
  bool takes_definition = false;                // name = "sql", or the key `definition`
  bool outside_schemas = false;                 // schemas, extensions
  std::vector<std::string_view> declares = {};  // the spaces in which the entry's name can be referred to
  std::vector<Key> keys = {};
  // Adds the entry's objects and gives the id that `comment` and `renamed_from` belong to; nothing if it has an error.
  std::optional<ObjectId> (*load)(const Field& entry, const Place& place, Hints& hints, LoadScope& scope);
  std::string_view help;
  // What else the entry declares: the multirange of a range type.
  std::vector<Slot> (*more_names)(const Field& entry, const Place& place) = nullptr;
  bool may_hold_secrets = false;  // no message repeats a line of it
};

// One catalog query; its rows are read in order, after those of the kinds before it in the list. $1 is a regular
// expression of the managed schemas' names.
struct CatalogQuery {
  std::string_view sql;
  void (*read)(Row& row, CatalogScope& scope);
  bool late = false;  // read after all kinds' others: it names objects of kinds further down the list
  // The major versions of PostgreSQL that it is for: from the first to before the second. 0: no bound.
  int from_major = 0;
  int before_major = 0;
};

// The sections and queries of kinds that have none of their own.
inline const std::span<const Section> no_sections{};

// What most kinds have in common. A kind hides what is different for it.
struct KindDefaults {
  bool operator==(const KindDefaults&) const = default;

  static constexpr bool is_dependent = false;
  static constexpr bool is_printed_whole = false;  // its text is no expression: PostgreSQL prints the object as a whole
  static constexpr bool comes_last = false;
  static constexpr bool is_used_unnamed = false;  // nothing says who uses it: an extension, an operator, a cast
  static constexpr bool fires_on_ddl = false;     // it would see our own statements: made last, dropped first
  std::optional<ObjectId> container() const { return std::nullopt; }
  std::optional<ObjectId> inline_parent() const { return std::nullopt; }
  std::string inline_text(const std::vector<Child>&) const { return {}; }
  bool adopts(const std::vector<Child>&) const { return true; }
  void finish(sql::Script&) const {}
  Reaction react(Effect) const { return Reaction::keep; }
  std::string refusal_of(const TypeSwap& swap) const { return swap.refusal; }
  void convert(const TypeSwap&, const Hints&, sql::Script&, sql::Script&, sql::Script&) const {}
  Filling filling() const { return Filling::free; }
  void hand_over(sql::Script&) const {}
  template <class K>
  static void carry(const K*, const K*, const Carried&, Refill&) {}
  template <class K>
  std::optional<TypeSwap> remade_for(const K&, const ObjectId&, Effect) const {
    return std::nullopt;
  }
  template <class K>
  std::optional<TypeSwap> remade(const K&, const std::vector<TypeSwap>&) const {
    return std::nullopt;
  }
  void expressions(const ExpressionSink&) {}
  void types(const TypeSink&) {}
  void retarget(const std::map<ObjectId, ObjectId>&) {}
  bool is_plain() const { return false; }
  std::vector<std::string> labels() const { return {}; }  // names in it that are no objects: an enum's values
  std::optional<Attachment> attachment(const Namer&) const { return std::nullopt; }
  std::vector<QName> bases() const { return {}; }
};

template <class K>
concept ObjectKind = std::equality_comparable<K> &&
    requires(const K& k, K& m, const K& now, const Hints& hints, sql::Script& script, const TypeSwap& swap,
             const std::vector<TypeSwap>& swaps, const std::vector<Child>& children, const Namer& namer,
             const Renaming& renaming, const ExpressionSink& sink, const TypeSink& types,
             const std::map<ObjectId, ObjectId>& moved, Refill& refill, const ObjectId& id) {
  { K::kind_name } -> std::convertible_to<std::string_view>;
  { K::is_dependent } -> std::convertible_to<bool>;  // dropped early: constraints, indexes, defaults; not containers
  { K::comes_last } -> std::convertible_to<bool>;    // made when all else has been dropped, altered and made
  { K::fires_on_ddl } -> std::convertible_to<bool>;
  { K::is_used_unnamed } -> std::convertible_to<bool>;
  { K::sections() } -> std::convertible_to<std::span<const Section>>;
  { K::queries() } -> std::convertible_to<std::span<const CatalogQuery>>;
  { k.id() } -> std::same_as<ObjectId>;
  { k.slots() } -> std::same_as<std::vector<Slot>>;                // the names that others know it by
  { k.references() } -> std::same_as<std::vector<Slot>>;           // the names that must exist before it
  { k.container() } -> std::same_as<std::optional<ObjectId>>;      // the object whose drop takes it along
  { k.inline_parent() } -> std::same_as<std::optional<ObjectId>>;  // the object whose CREATE can hold it
  { k.inline_text(children) } -> std::same_as<std::string>;
  { k.adopts(children) } -> std::same_as<bool>;  // whether its CREATE can hold just these
  k.create(children, hints, script);
  k.finish(script);  // what no CREATE can say, after it or after the CREATE that it was written into
  {k.rename_to(now, script)};
  k.drop(script);
  { k.alter(now, hints, script) } -> std::same_as<Alteration>;
  { k.react(Effect::rebuilt) } -> std::same_as<Reaction>;
  k.convert(swap, hints, script, script, script);                     // locks, checks, statements
  { k.refusal_of(swap) } -> std::same_as<std::string>;                // why its values do not go along
  { k.remade(now, swaps) } -> std::same_as<std::optional<TypeSwap>>;  // with the types below it
  K::carry(&k, &now, Carried{hints}, refill);  // of a table that is made again; one of the two may be missing
  // What happens to something in it may be more than it can stand.
  { k.remade_for(now, id, Effect::retyped) } -> std::same_as<std::optional<TypeSwap>>;
  { k.filling() } -> std::same_as<Filling>;
  k.hand_over(script);  // what need not be made again when its container is: to the new container
  m.rename(renaming);
  m.expressions(sink);
  m.types(types);
  m.retarget(moved);  // what it is about may have another id now
  // Whether only a server that has built an object of this kind can print it, and which of them need not be printed.
  { K::is_printed_whole } -> std::convertible_to<bool>;
  { k.is_plain() } -> std::same_as<bool>;
  { k.bases() } -> std::same_as<std::vector<QName>>;  // the tables whose columns and the like it has, too
  { k.written(children, namer) } -> std::same_as<std::optional<Written>>;
  { k.attachment(namer) } -> std::same_as<std::optional<Attachment>>;
};

}  // namespace limbeck
