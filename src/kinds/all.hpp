#pragma once
// The one list of kinds. Its order is the order in which objects are created where nothing else decides, and the
// reverse of the order in which they are dropped. Included by the passes, never by a kind's own .cpp.

#include "kinds/aggregate.hpp"
#include "kinds/attached_index.hpp"
#include "kinds/attribute.hpp"
#include "kinds/cast.hpp"
#include "kinds/collation.hpp"
#include "kinds/column.hpp"
#include "kinds/column_options.hpp"
#include "kinds/comment.hpp"
#include "kinds/composite.hpp"
#include "kinds/constraint.hpp"
#include "kinds/default.hpp"
#include "kinds/default_privileges.hpp"
#include "kinds/domain.hpp"
#include "kinds/domain_constraint.hpp"
#include "kinds/enum.hpp"
#include "kinds/event_trigger.hpp"
#include "kinds/extension.hpp"
#include "kinds/function.hpp"
#include "kinds/grant.hpp"
#include "kinds/heir_column.hpp"
#include "kinds/index.hpp"
#include "kinds/inheritance.hpp"
#include "kinds/kind.hpp"
#include "kinds/materialized_view.hpp"
#include "kinds/namespace.hpp"
#include "kinds/operator.hpp"
#include "kinds/operator_class.hpp"
#include "kinds/operator_family.hpp"
#include "kinds/part_trigger.hpp"
#include "kinds/partition.hpp"
#include "kinds/policy.hpp"
#include "kinds/publication.hpp"
#include "kinds/published_table.hpp"
#include "kinds/range.hpp"
#include "kinds/raw.hpp"
#include "kinds/rule.hpp"
#include "kinds/sequence.hpp"
#include "kinds/server.hpp"
#include "kinds/statistics.hpp"
#include "kinds/table.hpp"
#include "kinds/table_setting.hpp"
#include "kinds/text_search_configuration.hpp"
#include "kinds/text_search_dictionary.hpp"
#include "kinds/trigger.hpp"
#include "kinds/typed_table.hpp"
#include "kinds/user_mapping.hpp"
#include "kinds/view.hpp"
#include "kinds/view_column.hpp"
#include "kinds/wrapper.hpp"

#include <array>
#include <string_view>
#include <tuple>
#include <variant>

namespace limbeck {

template <ObjectKind... K>
struct KindList {
  using Variant = std::variant<K...>;
  static constexpr std::array<std::string_view, sizeof...(K)> names{K::kind_name...};

  // Calls `visit` with a null pointer of each kind's type, in order.
  template <class F>
  static void for_each(F&& visit) {
    (visit(static_cast<K*>(nullptr)), ...);
  }
};

using Kinds =
    KindList<Namespace, Extension, Collation, Enum, Domain, DomainConstraint, Composite, Attribute, Range, Function,
             Cast, Operator, OperatorFamily, OperatorClass, FamilyMember, Aggregate, Raw, Wrapper, Server, UserMapping,
             TextSearchDictionary, TextSearchConfiguration, Sequence, Table, Column, ColumnOptions, HeirColumn, Default,
             Constraint, View, MaterializedView, ViewColumn, Index, Statistics, Trigger, Rule, Policy, TableSetting,
             Partition, AttachedIndex, PartTrigger, Inheritance, TypedTable, Publication, PublishedTable, EventTrigger,
             DefaultPrivileges, Grant, Comment>;

}  // namespace limbeck
