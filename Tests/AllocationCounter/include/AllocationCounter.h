#pragma once

/// How often the calling thread has asked for memory: every call of malloc and its relatives.
long allocation_count(void);
