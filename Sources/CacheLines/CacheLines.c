#include "CacheLines.h"
