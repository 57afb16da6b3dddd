-- SPDX-License-Identifier: Apache-2.0
-- Reads the log of a school after an offset, if it is of that epoch.
-- KEYS: head, log. ARGV: run of the server, an epoch that never was, epoch, offset, how many.
-- Answers epoch and offset of the end of the log, and the entries.
local head = redis.call('HMGET', KEYS[1], 'run', 'epoch', 'offset')
local epoch, offset = head[2], head[3] or '0'
if head[1] ~= ARGV[1] or not epoch then
  epoch, offset = ARGV[2], '0'
  redis.call('DEL', KEYS[1], KEYS[2])
  redis.call('HSET', KEYS[1], 'run', ARGV[1], 'epoch', epoch)
end
local entries = {}
if epoch == ARGV[3] and tonumber(ARGV[4]) < tonumber(offset) then
  local from = string.format('%.0f-0', ARGV[4] + 1)
  for i, entry in ipairs(redis.call('XRANGE', KEYS[2], from, '+', 'COUNT', ARGV[5])) do
    entries[i] = entry[2][2]
  end
end
return {epoch, offset, entries}
