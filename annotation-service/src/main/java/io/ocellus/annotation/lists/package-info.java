/** Lists: paging, search, filters and sorting of CVAT's API, turned into bounded SQL with parameters. */
@NullMarked
package io.ocellus.annotation.lists;

import org.jspecify.annotations.NullMarked;
