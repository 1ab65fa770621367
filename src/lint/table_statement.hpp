#pragma once
// Private to lint: CREATE TABLE and ALTER TABLE, from behind the words that begin them.

#include "lint/statement.hpp"

#include <string>
#include <string_view>

namespace limbeck::lint {

[[nodiscard]] CreateTable read_create_table(Reader& in, std::string_view sql);
[[nodiscard]] AlterTable read_alter_table(Reader& in, std::string_view sql, std::string kind);

}  // namespace limbeck::lint
