#pragma once
// How people name revisions, and the way from where a database stands to what they named.
//
//   7c1e0f9a2b44   an id, or a prefix of one that no other has      head  heads  base  current
//   billing        a branch label: the revision that carries it     billing@head   the head of that branch
//   7c1+2  head-1  that many steps up or down from a revision       +1  -2  billing@+1   from where the database stands
//
// Every function throws Error (status history) for what it can not resolve; the message lists the matches of an
// ambiguous name, and the hint names the command that helps.

#include "history/revision_graph.hpp"

#include <string>
#include <string_view>

namespace limbeck::history {

// The revisions meant; none for `base` (and for `head` where there are no revisions). `rows` are the version rows, for
// `current` and for steps without a revision; null where no database is at hand.
[[nodiscard]] Ids resolve(const RevisionGraph& graph, std::string_view text, const Ids* rows = nullptr);

// The same where exactly one revision is asked for.
[[nodiscard]] std::string resolve_one(const RevisionGraph& graph, std::string_view text, const Ids* rows = nullptr);

// What to apply, in order; empty if nothing is missing.
[[nodiscard]] Ids upgrade_path(const RevisionGraph& graph, const Ids& rows, std::string_view target);

// What to undo, in order: all applied revisions above the target. `-N` undoes the last N ones. `billing@base` undoes a
// branch that has a base of its own, and with it whatever depends on it.
[[nodiscard]] Ids downgrade_path(const RevisionGraph& graph, const Ids& rows, std::string_view target);

// What a new revision revises: `on` is a head, or any revision if `splice`, or `base` for a further base.
[[nodiscard]] Ids parents_of_new(const RevisionGraph& graph, std::string_view on = "head", bool splice = false);

// What a merge revises: at least two revisions, none an ancestor of another.
[[nodiscard]] Ids parents_of_merge(const RevisionGraph& graph, const std::vector<std::string>& texts);

// The version rows after stamping `targets` where there were `rows`: each takes the place of what it shares ancestry
// with, so that other branches stay. `base` forgets all, `billing@base` that branch.
[[nodiscard]] Ids stamped_rows(const RevisionGraph& graph, const Ids& rows, const std::vector<std::string>& targets);

// "a:b", either end of which may be missing, or one revision: newest first, both ends included. Steps at one end count
// from the other: `-3:current`, `-5:` (of the head), `ae10:+2`.
[[nodiscard]] Ids range(const RevisionGraph& graph, std::string_view text, const Ids* rows = nullptr);

}  // namespace limbeck::history
