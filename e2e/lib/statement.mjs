// A bank's statement of an invented firm that takes deposits, as a csv of the kind banks hand out: lines
// above the header, running balance, counterparties. It must not know any page.

const FIRM = '云溪县康宁养老服务有限公司';
const OWNER = '贺某年';

/** Names and accounts of the depositors, the first of them first. */
export const PEOPLE = Array.from({ length: 24 }, (_, at) => ({
  name: `储户${'甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未申酉戌亥天地'[at]}`,
  number: `62284800${String(10_000_000_000 + at * 7919).padStart(11, '0')}`,
  principal: 30_000 + (at % 5) * 10_000,
}));

/** The firm's account: deposits in spring, interest every month on the 10th, the rest to the owner. */
export function statement() {
  const rows = [];
  for (const [at, person] of PEOPLE.entries()) {
    rows.push([day(2, 1 + at), 'in', person.principal, person, '养老床位预定金 投资款']);
    for (let month = 3; month <= 6; month += 1) rows.push([day(month, 10), 'out', person.principal * 0.015, person, '利息']);
  }
  rows.push([day(6, 20), 'out', 400_000, { name: OWNER, number: '6217000100001230001' }, '往来款']);
  rows.push([day(6, 21), 'out', 200_000, { name: OWNER, number: '6217000100001230001' }, '往来款']);
  return table(FIRM, '1405011234000056789', rows);
}

/** The owner's account: what became of it. */
export function ownersStatement() {
  const rows = [
    [day(6, 20), 'in', 400_000, { name: FIRM, number: '1405011234000056789' }, '往来款'],
    [day(6, 21), 'in', 200_000, { name: FIRM, number: '1405011234000056789' }, '往来款'],
    [day(6, 22), 'out', 350_000, { name: '云溪县某某汽车销售有限公司', number: '1405019876000012345' }, '购车款'],
    [day(6, 25), 'out', 150_000, { name: '贺某云', number: '6230580000123456789' }, '转账'],
  ];
  return table(OWNER, '6217000100001230001', rows);
}

/** A statement with as many payments to different people as asked for, for the map of a large trace. */
export function fan(count) {
  const rows = [[day(1, 2), 'in', count * 100, { name: FIRM, number: '1405011234000056789' }, '转入']];
  for (let at = 0; at < count; at += 1) {
    rows.push([day(1 + Math.floor(at / 28 % 12), 3 + at % 25), 'out', 100, { name: `收款人${at}`, number: `62220200${String(20_000_000_000 + at)}` }, '付款']);
  }
  return table('贺某山', '6222020900000000017', rows);
}

function day(month, date) {
  return `2024-${String(month).padStart(2, '0')}-${String(date).padStart(2, '0')}`;
}

function table(name, number, rows) {
  let balance = 0;
  const lines = [`户名：${name},,账号：${number},,,,`, '交易日期,摘要,借方发生额,贷方发生额,余额,对方户名,对方账号'];
  for (const [at, way, amount, other, memo] of [...rows].sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))) {
    balance += way === 'in' ? amount : -amount;
    const money = amount.toFixed(2);
    lines.push([at, memo, way === 'out' ? money : '', way === 'in' ? money : '', balance.toFixed(2), other.name, other.number].join(','));
  }
  return Buffer.from(`\uFEFF${lines.join('\r\n')}\r\n`);
}
