import { Attendance } from '../../src/services/push/attendance';

const scene = () => {
  const at = { now: 1_000_000, sessions: 0 };
  const attendance = new Attendance({ sessions: () => at.sessions }, () => at.now);
  return { at, attendance, hear: () => attendance.heard('app', { kind: 'user', id: 'bob' }) };
};

it('a user who was heard of since the message is there, with or without a session by now', () => {
  const { at, attendance, hear } = scene();
  hear();
  expect(attendance.since('app', 'bob', at.now - 1)).toEqual({ is: 'there' });
  expect(attendance.since('other', 'bob', at.now - 1)).toEqual({ is: 'away' });
});

it('a user without a session who was not heard of since is away', () => {
  const { at, attendance, hear } = scene();
  hear();
  expect(attendance.since('app', 'bob', at.now + 1)).toEqual({ is: 'away' });
});

it('a session that was not heard of since may be dead, which shows at its next sign of life or when it is gone', () => {
  const { at, attendance, hear } = scene();
  hear();
  at.sessions = 1;
  const since = at.now + 1;
  at.now += 5000;
  expect(attendance.since('app', 'bob', since)).toEqual({ is: 'unsure', at: 1_026_000 });
  at.sessions = 0;
  expect(attendance.since('app', 'bob', since)).toEqual({ is: 'away' });
  hear();
  expect(attendance.since('app', 'bob', since)).toEqual({ is: 'there' });
});
