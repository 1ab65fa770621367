#pragma once
// The graph of revisions: who follows whom, what is an ancestor of what, and which version rows a step leaves. Pure: no
// file, no database. How a person names a revision is target.hpp's.
//
// An edge goes from a revision to each one that it revises, and to each one it depends on. Both must be applied first,
// so both count for order and ancestry; only the first make heads, bases and branches.
//
// Version rows are the maximal ones of the applied revisions: no row is an ancestor of another (R57).

#include "history/revision.hpp"
#include "model/diagnostic.hpp"

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace limbeck::history {

using Ids = std::vector<std::string>;

class RevisionGraph {
 public:
  RevisionGraph() = default;
  // Throws Error (status history) with a diagnostic for every duplicate id, unknown parent, cycle and doubled label.
  explicit RevisionGraph(std::vector<Revision> revisions);

  // Ancestors before descendants; among those that are free to go, by creation date, then by id.
  [[nodiscard]] const std::vector<Revision>& revisions() const { return revisions_; }
  [[nodiscard]] bool contains(std::string_view id) const { return index_.find(id) != index_.end(); }
  // Throws Error (status history) for an unknown id, here and below.
  [[nodiscard]] const Revision& at(std::string_view id) const;
  [[nodiscard]] const std::string* label_owner(std::string_view branch_label) const;  // its revision's id, or null

  [[nodiscard]] Ids heads() const;                          // nobody revises them
  [[nodiscard]] Ids bases() const;                          // they revise nobody
  [[nodiscard]] Ids children(std::string_view id) const;    // that revise it
  [[nodiscard]] Ids dependents(std::string_view id) const;  // that depend on it
  [[nodiscard]] Ids branch_points() const;                  // that several others revise

  // All of these contain `of` themselves and are in the order of revisions().
  [[nodiscard]] Ids ancestors(const Ids& of) const;      // by both edges
  [[nodiscard]] Ids descendants(const Ids& of) const;    // by both edges
  [[nodiscard]] Ids lineage(std::string_view id) const;  // ancestors and descendants, by revising only

  // The version rows of a database where exactly these revisions and their ancestors are applied.
  [[nodiscard]] Ids rows_of(const Ids& applied) const;
  // What is missing to have `targets`, and what is to be undone to lose `roots` and all that needs them; the second
  // newest first. `rows` are version rows.
  [[nodiscard]] Ids missing(const Ids& rows, const Ids& targets) const;
  [[nodiscard]] Ids undone(const Ids& rows, const Ids& roots) const;
  // The rows after one step. Upgrade: the ancestors of `id` must be applied and it must not; downgrade: `id` must be a
  // row.
  [[nodiscard]] Ids rows_after(Direction direction, const Ids& rows, std::string_view id) const;

 private:
  using Index = std::size_t;
  using Edges = std::vector<std::vector<Index>>;
  using Marks = std::vector<bool>;

  [[nodiscard]] Index index_of(std::string_view id) const;
  [[nodiscard]] Marks marked(const Ids& ids) const;
  [[nodiscard]] Marks closure(Marks marks, const std::vector<const Edges*>& edges) const;
  [[nodiscard]] Marks maximal(const Marks& closed) const;  // of a set that holds all ancestors
  [[nodiscard]] Ids ids_of(const Marks& marks) const;

  std::vector<Revision> revisions_;
  std::map<std::string, Index, std::less<>> index_;
  std::map<std::string, Index, std::less<>> labels_;
  // Of each revision: whom it revises, who revises it, on whom it depends, who depends on it.
  Edges down_, up_, needs_, needed_by_;
};

}  // namespace limbeck::history
