//! Ordinary life around a scheme: wages, fees, shops, rent, loans, families, a cooperative. Some of it
//! looks like fundraising to a careless eye, and is not. It must not know the scheme.

use fangfei_model::money::Fen;
use jiff::{
    ToSpan,
    civil::{Date, DateTime},
};

use super::{
    cast::{Cast, Casting},
    names::BANKS,
    world::{Account, Movement, Purpose, Role, World},
};
use crate::demo::draw::Draw;

/// The accounts of the town, as places in a [`World`].
#[derive(Debug, Clone)]
pub struct Town {
    /// Firms that pay wages.
    pub employers: Vec<usize>,
    /// 社保中心.
    pub pension: usize,
    /// 物业.
    pub property: usize,
    /// 学校.
    pub school: usize,
    /// 商铺.
    pub shop: usize,
    /// 市场商户, a person.
    pub trader: usize,
    /// 房东, a person.
    pub landlord: usize,
    /// 家委会收费人, a person.
    pub class_parent: usize,
    /// 健身房.
    pub gym: usize,
    /// 借款人, a person.
    pub borrower: usize,
    /// 合作社.
    pub cooperative: usize,
    /// 水电.
    pub utility: usize,
    /// 放贷机构.
    pub lender: usize,
    /// Where traders and employers buy.
    pub wholesaler: usize,
    /// The banks themselves.
    pub banks: Vec<usize>,
    /// Everybody's first account.
    pub residents: Vec<usize>,
    /// Cash.
    pub cash: usize,
}

/// Opens the town's accounts.
pub fn settle(casting: &mut Casting<'_>, cast: &Cast) -> Town {
    let people = cast.others.iter().chain(&cast.investors);
    let residents = people.map(|p| casting.world.account_of(*p)).collect();
    let banks = BANKS
        .iter()
        .map(|(name, _)| open_bank(casting.world, name))
        .collect();
    Town {
        employers: vec![
            casting.firm("青屏机械制造有限公司", Role::Employer),
            casting.firm("禾丰食品厂", Role::Employer),
            casting.firm("顺达物流（青屏）有限公司", Role::Employer),
        ],
        pension: casting.firm("青屏县社会保险服务中心", Role::Employer),
        property: casting.firm("和苑物业服务有限公司", Role::Property),
        school: casting.firm("青屏县实验小学", Role::School),
        shop: casting.merchant("佳惠生活超市", Role::Shop),
        trader: casting.somebody(Role::Trader),
        landlord: casting.somebody(Role::Landlord),
        class_parent: casting.somebody(Role::ClassParent),
        gym: casting.merchant("动力青年健身中心", Role::Gym),
        borrower: casting.somebody(Role::Borrower),
        cooperative: casting.firm("田丰粮食种植专业合作社", Role::Cooperative),
        utility: casting.firm("青屏县供水有限公司", Role::Utility),
        lender: casting.firm("信隆银行个人贷款户", Role::Lender),
        wholesaler: casting.firm("城北农产品批发市场有限公司", Role::Supplier),
        banks,
        residents,
        cash: cast.cash,
    }
}

fn open_bank(world: &mut World, name: &'static str) -> usize {
    world.open(Account {
        number: String::new(),
        holder: name.to_owned(),
        bank: name,
        role: Role::Bank,
        person: None,
        currency: "CNY",
    })
}

/// Lives the town's life between two days.
pub struct Life<'a> {
    /// Where it happens.
    pub world: &'a mut World,
    /// The town.
    pub town: &'a Town,
    /// Chance.
    pub draw: &'a mut Draw,
}

impl Life<'_> {
    /// From the first day to the last.
    pub fn run(&mut self, first: Date, last: Date) {
        let loans = self.draw_loans(first, last);
        let tenants = self.some_residents(14);
        let rents: Vec<i64> = tenants
            .iter()
            .map(|_| self.draw.between(8, 20) * 10_000)
            .collect();
        self.borrow(first);
        let mut day = first;
        while day <= last {
            self.daily(day);
            match day.day() {
                10 => self.wages(day),
                1 => self.rents(day, &tenants, &rents),
                20 => self.repayments(day, &loans),
                28 => self.bills(day),
                _ => {}
            }
            self.seasons(day);
            day = day.saturating_add(1.days());
        }
    }

    fn daily(&mut self, day: Date) {
        for _ in 0..self.draw.below(9) {
            let buyer = self.resident();
            let amount = self.draw.between(350, 28_000);
            self.pay(day, buyer, self.town.shop, amount, "消费", "快捷支付");
        }
        for _ in 0..self.draw.below(7) {
            let buyer = self.resident();
            let amount = match self.draw.chance(30) {
                true => self.draw.between(1, 20) * 10_000,
                false => self.draw.between(500, 30_000),
            };
            let memo = self
                .draw
                .of(&["菜钱", "货款", "", "转账", "买肉", "扫码付款"]);
            self.pay(day, buyer, self.town.trader, amount, memo, "手机银行");
        }
        if self.draw.chance(35) {
            let amount = self.draw.between(3_000, 12_000) * 100;
            self.pay(
                day,
                self.town.trader,
                self.town.wholesaler,
                amount,
                "进货款",
                "手机银行",
            );
        }
        self.cash(day);
        if self.draw.chance(40) {
            let (from, to) = (self.resident(), self.resident());
            let amount = self.draw.between(1, 50) * 20_000;
            let memo = self
                .draw
                .of(&["生活费", "还款", "借款", "红包", "给妈", "学费", ""]);
            self.pay(day, from, to, amount, memo, "手机银行");
        }
        if self.draw.chance(12) {
            let buyer = self.resident();
            let amount = *self
                .draw
                .weighted(&[(100_000, 5), (198_000, 4), (300_000, 1)]);
            self.pay(day, buyer, self.town.gym, amount, "会员卡", "扫码");
            if self.draw.chance(10) {
                let on = day.saturating_add(self.draw.between(5, 60).days());
                self.pay(
                    on,
                    self.town.gym,
                    buyer,
                    amount * 8 / 10,
                    "退卡",
                    "商家转账",
                );
            }
        }
        if self.draw.chance(30) {
            let buyer = self.town.wholesaler;
            let employer = self.one_employer();
            let amount = self.draw.between(20_000, 300_000) * 100 + self.draw.between(0, 9_999);
            self.pay(day, buyer, employer, amount, "货款", "对公转账");
        }
    }

    /// Traders bring their takings to the counter; people draw cash.
    fn cash(&mut self, day: Date) {
        if self.draw.chance(20) {
            let amount = self.draw.between(20, 120) * 10_000;
            self.pay(
                day,
                self.town.cash,
                self.town.trader,
                amount,
                "现金存入",
                "柜面",
            );
        }
        if self.draw.chance(50) {
            let drawer = self.resident();
            let amount = self.draw.between(2, 100) * 10_000;
            self.pay(day, drawer, self.town.cash, amount, "取现", "ATM");
        }
    }

    fn wages(&mut self, day: Date) {
        for i in 0..self.town.residents.len() {
            let account = self.town.residents[i];
            let age = self.world.accounts[account]
                .person
                .map_or(40, |p| self.world.people[p].age);
            if age >= 60 {
                let amount = self.draw.between(130_000, 420_000);
                self.pay(
                    day,
                    self.town.pension,
                    account,
                    amount,
                    "养老金",
                    "批量代发",
                );
            } else if i % 3 != 2 {
                let employer = self.town.employers[i % self.town.employers.len()];
                let amount = self.draw.between(310_000, 980_000);
                let memo = match i % 2 {
                    0 => "代发工资".to_owned(),
                    _ => format!("{}月工资", day.month()),
                };
                self.pay(day, employer, account, amount, &memo, "批量代发");
            }
        }
    }

    /// A shopkeeper borrows from four relatives, pays 8 ‰ a month, and everything back after a year:
    /// specific persons, no public.
    fn borrow(&mut self, first: Date) {
        for relative in self.some_residents(4) {
            let amount = self.draw.between(2, 10) * 1_000_000;
            self.pay(
                first,
                relative,
                self.town.borrower,
                amount,
                "借款",
                "手机银行",
            );
            for month in 1..=12i64 {
                let on = first.saturating_add(month.months());
                self.pay(
                    on,
                    self.town.borrower,
                    relative,
                    amount * 8 / 1_000,
                    "借款利息",
                    "手机银行",
                );
            }
            let back = first.saturating_add(12.months());
            self.pay(
                back,
                self.town.borrower,
                relative,
                amount,
                "还借款",
                "手机银行",
            );
        }
    }

    fn rents(&mut self, day: Date, tenants: &[usize], rents: &[i64]) {
        for (tenant, rent) in tenants.iter().zip(rents) {
            let on = day.saturating_add(self.draw.between(0, 4).days());
            self.pay(on, *tenant, self.town.landlord, *rent, "房租", "手机银行");
        }
        if self.draw.chance(30) {
            let leaver = self.resident();
            self.pay(
                day,
                self.town.landlord,
                leaver,
                200_000,
                "退押金",
                "手机银行",
            );
        }
    }

    fn bills(&mut self, day: Date) {
        for account in self.some_residents(25) {
            let amount = self.draw.between(1_200, 9_000);
            self.pay(day, account, self.town.utility, amount, "水费", "代扣");
        }
        for account in self.some_residents(8) {
            let amount = self.draw.between(70, 130) * 144 * 12 / 12;
            let memo = format!(
                "物业费 {}-{}-{}02",
                self.draw.between(1, 9),
                self.draw.between(1, 4),
                self.draw.between(1, 6)
            );
            self.pay(day, account, self.town.property, amount, &memo, "手机银行");
        }
    }

    /// What comes once or twice a year.
    fn seasons(&mut self, day: Date) {
        match (day.month(), day.day()) {
            (2 | 9, 1) => self.school_fees(day),
            (3 | 10, 8) => self.class_money(day),
            (3, 18) => self.seed_deposits(day),
            (10, 15) => self.harvest(day),
            (1, 22) => self.dividends(day),
            (3 | 6 | 9 | 12, 21) => self.bank_interest(day),
            _ => {}
        }
    }

    fn school_fees(&mut self, day: Date) {
        for account in self.some_residents(40) {
            let on = day.saturating_add(self.draw.between(0, 6).days());
            let amount = 128_000;
            self.pay(
                on,
                account,
                self.town.school,
                amount,
                "学费及伙食费",
                "手机银行",
            );
        }
    }

    /// A natural person who takes equal round sums from many and gives the rest back.
    fn class_money(&mut self, day: Date) {
        let parents = self.some_residents(38);
        for account in &parents {
            let on = day.saturating_add(self.draw.between(0, 3).days());
            self.pay(
                on,
                *account,
                self.town.class_parent,
                30_000,
                "班费",
                "手机银行",
            );
        }
        let spent = day.saturating_add(20.days());
        self.pay(
            spent,
            self.town.class_parent,
            self.town.shop,
            684_000,
            "采购教辅",
            "手机银行",
        );
        for account in parents.iter().take(30) {
            let on = day.saturating_add(60.days());
            self.pay(
                on,
                *account,
                self.town.class_parent,
                5_000,
                "照相费",
                "手机银行",
            );
            self.pay(
                on.saturating_add(9.days()),
                self.town.class_parent,
                *account,
                6_200,
                "退班费",
                "手机银行",
            );
        }
    }

    fn seed_deposits(&mut self, day: Date) {
        for account in self.some_residents(30) {
            let amount = self.draw.between(1, 6) * 50_000;
            self.pay(
                day,
                account,
                self.town.cooperative,
                amount,
                "种子化肥预付款",
                "柜面转账",
            );
        }
    }

    fn harvest(&mut self, day: Date) {
        for account in self.some_residents(30) {
            let amount = self.draw.between(240_000, 1_900_000);
            self.pay(
                day,
                self.town.cooperative,
                account,
                amount,
                "粮食收购款",
                "批量代发",
            );
        }
        let amount = self.draw.between(20_000_000, 40_000_000);
        self.pay(
            day,
            self.town.wholesaler,
            self.town.cooperative,
            amount,
            "粮款",
            "对公转账",
        );
    }

    /// A firm that pays its few registered shareholders once a year.
    fn dividends(&mut self, day: Date) {
        for i in 0..5 {
            let account = self.town.residents[i * 3 % self.town.residents.len()];
            let amount = self.draw.between(20, 60) * 100_000;
            self.pay(
                day,
                self.town.employers[0],
                account,
                amount,
                "年度股东分红",
                "对公转账",
            );
        }
    }

    /// 结息 on every account that lives at a bank, and a fee.
    fn bank_interest(&mut self, day: Date) {
        for account in 0..self.world.accounts.len() {
            let one = &self.world.accounts[account];
            let Some(place) = BANKS.iter().position(|(name, _)| *name == one.bank) else {
                continue;
            };
            if one.currency != "CNY" || one.role == Role::Bank {
                continue;
            }
            let bank = self.town.banks[place];
            let (interest, fee) = (self.draw.between(12, 4_800), self.draw.between(1, 6) * 200);
            self.book(day.at(3, 0, 0, 0), bank, account, interest, "结息", "系统");
            self.book(day.at(3, 5, 0, 0), account, bank, fee, "短信服务费", "系统");
        }
        for account in self.some_residents(3) {
            let bank = self.town.banks[0];
            let amount = self.draw.between(1, 10) * 1_000_000;
            self.pay(day, account, bank, amount, "理财申购", "手机银行");
            let back = amount + amount * 7 / 1_000;
            self.pay(
                day.saturating_add(85.days()),
                bank,
                account,
                back,
                "理财赎回",
                "系统",
            );
        }
    }

    fn draw_loans(&mut self, first: Date, last: Date) -> Vec<(usize, i64, Date)> {
        let mut loans = Vec::new();
        let span = first
            .until(last)
            .map_or(0, |span| i64::from(span.get_days()));
        for account in self.some_residents(15) {
            let amount = self.draw.between(3, 20) * 1_000_000;
            let on = first.saturating_add(self.draw.between(0, span).days());
            self.pay(on, self.town.lender, account, amount, "贷款发放", "系统");
            loans.push((account, amount * 4_707 / 100_000, on));
        }
        loans
    }

    fn repayments(&mut self, day: Date, loans: &[(usize, i64, Date)]) {
        for (account, instalment, since) in loans {
            if *since < day {
                self.pay(
                    day,
                    *account,
                    self.town.lender,
                    *instalment,
                    "贷款还款",
                    "代扣",
                );
            }
        }
    }

    fn resident(&mut self) -> usize {
        self.town.residents[self.draw.below(self.town.residents.len())]
    }

    fn one_employer(&mut self) -> usize {
        self.town.employers[self.draw.below(self.town.employers.len())]
    }

    fn some_residents(&mut self, count: usize) -> Vec<usize> {
        self.draw.some(&self.town.residents, count)
    }

    fn pay(
        &mut self,
        day: Date,
        payer: usize,
        payee: usize,
        fen: i64,
        memo: &str,
        channel: &'static str,
    ) {
        let second = self.draw.between(7 * 3_600, 22 * 3_600);
        self.book(
            day.at(0, 0, 0, 0).saturating_add(second.seconds()),
            payer,
            payee,
            fen,
            memo,
            channel,
        );
    }

    fn book(
        &mut self,
        at: DateTime,
        payer: usize,
        payee: usize,
        fen: i64,
        memo: &str,
        channel: &'static str,
    ) {
        if payer == payee {
            return;
        }
        self.world.pay(Movement {
            at,
            payer,
            payee,
            amount: Fen(fen),
            purpose: Purpose::Ordinary,
            person: None,
            memo: memo.to_owned(),
            channel,
            reversed: false,
        });
    }
}
